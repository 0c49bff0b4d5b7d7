// Warns before a forgotten screen is wiped. Touch, typing and scrolling count as being there; the warning can be answered by any of them.
(function () {
  "use strict";
  var WARN = 45; // seconds before the end
  var minutes = Number(document.body.dataset.idle || 5);
  var last = Date.now();
  var kept = Date.now();

  function dialog() { return document.getElementById("idle"); }
  function typed() { return Array.from(document.querySelectorAll("[data-type]")).some(function (f) { return f.value; }); }
  function inUse() { return document.body.hasAttribute("data-stored") || typed() || document.body.className !== started; }
  var started = document.body.className;

  function here() {
    last = Date.now();
    if (dialog().open) dialog().close();
    if (last - kept > 60000 && document.body.hasAttribute("data-stored")) {
      kept = last;
      fetch("/keep", { method: "POST", body: new URLSearchParams(new FormData(document.querySelector("form.leave"))) }).catch(function () {});
    }
  }
  ["pointerdown", "keydown", "input", "wheel", "touchmove"].forEach(function (name) { document.addEventListener(name, function (event) { if (!event.target.closest || !event.target.closest("[data-leave]")) here(); }, { passive: true }); });

  function leave() {
    if (dialog().open) dialog().close();
    document.querySelectorAll("[data-type]").forEach(function (f) { f.value = ""; });
    document.querySelector("form.leave").requestSubmit();
    // should the line be down, nobody may read on meanwhile
    document.getElementById("main").replaceChildren();
  }

  setInterval(function () {
    var left = Math.ceil(minutes * 60 - (Date.now() - last) / 1000);
    if (!inUse()) { last = Date.now(); return; }
    if (left <= 0) { last = Date.now(); leave(); return; }
    if (left <= WARN) {
      var said = dialog().querySelector("p");
      said.textContent = said.dataset.words.replace("{seconds}", left);
      if (!dialog().open) { dialog().showModal(); window.assistantPage.say(dialog().querySelector("h2").textContent + said.textContent); }
    }
  }, 1000);

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-stay]")) here();
    if (event.target.closest("[data-leave]")) leave();
  });
})();
