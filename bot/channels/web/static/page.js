// Sends forms in the background, so that the browser keeps no pages to go back to and a lost line mends itself.
// Without this script every form works as it stands.
(function () {
  "use strict";
  var announce = document.getElementById("announce");
  var offline = document.getElementById("offline");
  var words = document.getElementById("words").dataset;
  var sending = false;
  var waiting = null; // what to do when the line is back

  function say(text) { announce.textContent = ""; announce.textContent = text; }

  function show(html, address) {
    var next = new DOMParser().parseFromString(html, "text/html");
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.body.className = next.body.className;
    document.body.toggleAttribute("data-stored", next.body.hasAttribute("data-stored"));
    document.getElementById("page").replaceWith(document.adoptNode(next.getElementById("page")));
    var fresh = next.getElementById("words");
    if (fresh) Object.assign(words, fresh.dataset);
    ["idle", "cover"].forEach(function (id) { if (next.getElementById(id)) document.getElementById(id).replaceWith(document.adoptNode(next.getElementById(id))); });
    history.replaceState(visit(), "", address || location.href);
    document.dispatchEvent(new CustomEvent("page:shown"));
    window.scrollTo(0, 0);
    var heading = document.getElementById("title") || document.getElementById("main");
    heading.focus({ preventScroll: true });
    say(heading.id === "title" ? heading.textContent : document.title);
  }

  // What this entry of the tab's history knows, so that reloading keeps the place: whose page it is, never what stands on it.
  function visit() {
    if (!document.body.hasAttribute("data-stored")) return null;
    return Object.fromEntries(new FormData(document.querySelector("form.leave")));
  }
  function resume() {
    var form = document.createElement("form");
    form.method = "post";
    form.setAttribute("action", "/look");
    Object.keys(history.state).forEach(function (name) { var field = form.appendChild(document.createElement("input")); field.name = name; field.value = history.state[name]; });
    send(form);
  }

  async function send(form, submitter) {
    var body = new URLSearchParams(new FormData(form));
    if (submitter && submitter.name) body.append(submitter.name, submitter.value);
    var post = form.method.toLowerCase() === "post";
    var address = new URL(form.getAttribute("action"), location.href);
    sending = true;
    if (form.classList.contains("leave")) history.replaceState(null, ""); // whatever comes: no way back
    document.body.classList.add("busy");
    say(words.working);
    try {
      var answer = post ? await fetch(address, { method: "POST", body: body }) : await fetch(address.pathname + "?" + body);
      var leaving = form.classList.contains("leave");
      if (leaving) document.getElementById("main").replaceChildren(); // whatever the server says, nobody may read on
      if (answer.status >= (leaving ? 400 : 502)) throw new Error("server away");
      var html = await answer.text();
      if (leaving || (answer.redirected && new URL(answer.url).searchParams.has("left"))) {
        document.getElementById("page").replaceChildren();
        location.replace(answer.url); // a page of its own: nothing of the old one stays, not even in memory
        return;
      }
      show(html, post ? null : address.pathname + "?" + body);
    } catch (error) {
      lost(function () { send(form, submitter); });
    } finally {
      sending = false;
      document.body.classList.remove("busy");
    }
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-plain")) return;
    event.preventDefault();
    if (!sending && !waiting) send(form, event.submitter);
  });

  // An empty question is asked for in our own words, whatever language the browser's menus speak.
  document.addEventListener("invalid", function (event) { event.target.setCustomValidity(words.askEmpty); }, true);
  document.addEventListener("input", function (event) { if (event.target.setCustomValidity) event.target.setCustomValidity(""); });

  // Enter asks; Shift+Enter starts a new line.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea[data-suggest]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    if (event.key === "Escape") document.querySelectorAll("details.view[open]").forEach(function (d) { d.open = false; });
  });

  function lost(again) {
    waiting = again || waiting || function () {};
    if (offline.hidden) { offline.hidden = false; setTimeout(probe, 1500); }
  }
  async function probe() {
    try {
      var health = await fetch("/healthz", { cache: "no-store" });
      if (!health.ok) throw new Error("not well yet");
      var again = waiting;
      waiting = null;
      offline.hidden = true;
      say(words.online);
      again();
    } catch (error) { setTimeout(probe, 2500); }
  }
  window.addEventListener("offline", function () { lost(null); });

  // A page brought back from the browser's memory belongs to somebody who may have left.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { document.body.hidden = true; location.replace("/"); } });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-cover]")) document.getElementById("cover").showModal();
    if (event.target.closest(".covered")) document.getElementById("cover").close();
    document.querySelectorAll("details.view[open]").forEach(function (d) { if (!d.contains(event.target)) d.open = false; });
  });
  // While the panel for text and colours is open, a press beside it only closes it.
  document.addEventListener("toggle", function (event) { if (event.target.matches("details.view")) document.querySelectorAll("#main form").forEach(function (form) { form.inert = event.target.open; }); }, true);
  var folded = [];
  window.addEventListener("beforeprint", function () { folded = Array.from(document.querySelectorAll("#reply details:not([open])")); folded.forEach(function (d) { d.open = true; }); });
  window.addEventListener("afterprint", function () { folded.forEach(function (d) { d.open = false; }); });

  function ready() { document.querySelectorAll("[data-print], [data-cover]").forEach(function (b) { b.hidden = false; }); }
  document.addEventListener("page:shown", ready);
  ready();
  var came = performance.getEntriesByType("navigation")[0];
  if (came && came.type === "reload" && history.state && history.state.session) resume(); // going back and forward brings nobody's page
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/offline-worker.js").catch(function () {});
  window.assistantPage = { say: say, words: words };
})();
