// An on-screen keyboard for touch screens: simple-keyboard for the keys, pinyin candidates above them, fetched when first wanted.
(function () {
  "use strict";
  var LATIN = ["1 2 3 4 5 6 7 8 9 0", "q w e r t y u i o p", "a s d f g h j k l", "{mode} z x c v b n m {bksp}", "， 。 ？ {space} . {close} {enter}"];
  var NUMBERS = ["1 2 3 年", "4 5 6 月", "7 8 9 日", "{bksp} 0 . 个", "{close} {enter}"]; // 2024年5月1日, 14个月, 6500
  var field = null, keys = null, shell = null, found = null;
  var latin = "", pinyin = true, wanted = false;
  function words() { return window.assistantPage.words; }

  function load(address) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address; script.onload = done; script.onerror = failed;
      document.head.append(script);
    });
  }
  async function open(target) {
    field = target;
    wanted = true;
    if (!window.SimpleKeyboard) await Promise.all([load(words().vendorKeyboard), load(words().vendorPinyin), load(words().vendorWords)]);
    close(true);
    build();
    field.setAttribute("inputmode", "none");
    document.body.classList.add("keys-open");
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  }
  function close(keep) {
    if (!shell) return;
    if (latin) put(latin);
    keys.destroy(); shell.remove(); keys = shell = found = null;
    document.body.classList.remove("keys-open");
    if (!keep) { wanted = false; field.removeAttribute("inputmode"); }
  }
  function build() {
    var numeric = field.hasAttribute("data-digits");
    shell = document.createElement("div"); shell.id = "keys"; shell.setAttribute("role", "region"); shell.setAttribute("aria-label", words().keyboard);
    var inner = document.createElement("div"); inner.className = "keys-inner";
    found = document.createElement("div"); found.className = "keys-found";
    var box = document.createElement("div"); box.className = "keys-box"; shell.className = numeric ? "numbers" : "";
    if (!numeric) { var hint = document.createElement("p"); hint.className = "keys-hint"; hint.textContent = words().keyboardHint; inner.append(hint, found); }
    inner.append(box); shell.append(inner); document.body.append(shell);
    pinyin = document.documentElement.lang !== "en";
    keys = new window.SimpleKeyboard.default(box, {
      layout: { default: numeric ? NUMBERS : LATIN }, theme: "keys-plain", useButtonTag: true, preventMouseDownDefault: true, disableButtonHold: false,
      display: labels(), mergeDisplay: true, onKeyPress: press
    });
  }
  function labels() { return { "{bksp}": words().keyboardDelete, "{space}": words().keyboardSpace, "{enter}": field.closest(".typed") ? field.form.querySelector(".primary").textContent : words().keyboardEnter, "{close}": words().keyboardClose, "{mode}": pinyin ? words().keyboardPinyin : words().keyboardLatin }; }
  function put(text) {
    latin = ""; field.dataset.pending = "";
    var at = field.selectionStart === null ? field.value.length : field.selectionStart;
    field.setRangeText(text, at, field.selectionEnd === null ? at : field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    candidates();
  }
  function press(key) {
    if (key === "{close}") { close(false); return; }
    if (key === "{mode}") { if (latin) put(latin); pinyin = !pinyin; keys.setOptions({ display: labels() }); return; }
    if (key === "{enter}") { if (latin) put(latin); var form = field.form; close(true); form.requestSubmit(); return; }
    if (key === "{bksp}") { erase(); return; }
    if (key === "{space}") { var first = candidateList()[0]; if (first) choose(first); else put(latin || " "); return; }
    if (pinyin && /^[a-z]$/.test(key)) { latin += key; pending(); return; }
    if (latin) { var best = candidateList()[0]; put(best && best.used === latin.length ? best.text : latin); }
    put(key);
  }
  function erase() {
    if (latin) { latin = latin.slice(0, -1); pending(); return; }
    var end = field.selectionEnd, start = field.selectionStart;
    if (start === end && start > 0) start -= 1;
    field.setRangeText("", start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function pending() { field.dataset.pending = latin; field.dispatchEvent(new Event("input", { bubbles: true })); candidates(); }
  // The longest syllable that what was typed begins with; characters for it, the rest stays to be chosen next.
  function syllable() {
    for (var n = Math.min(6, latin.length); n > 0; n--) if (window.PINYIN_CANDIDATES[latin.slice(0, n)]) return latin.slice(0, n);
    return "";
  }
  // Whole words first: for all that was typed, for what it may become, for its beginning; then characters for the first syllable.
  function wordsFor(spelling, used) { return (window.PINYIN_WORDS[spelling] || "").split(" ").filter(Boolean).map(function (text) { return { text: text, used: used }; }); }
  function candidateList() {
    var all = wordsFor(latin, latin.length), n;
    if (latin.length > 2) Object.keys(window.PINYIN_WORDS).filter(function (s) { return s.length > latin.length && s.startsWith(latin); }).slice(0, 5).forEach(function (s) { all = all.concat(wordsFor(s, latin.length).slice(0, 2)); });
    for (n = latin.length - 1; n > 3 && all.length < 6; n--) all = all.concat(wordsFor(latin.slice(0, n), n));
    var s = syllable();
    return s ? all.concat(window.PINYIN_CANDIDATES[s].split(" ").slice(0, 40).map(function (text) { return { text: text, used: s.length }; })) : all;
  }
  function candidates() {
    if (!found) return;
    found.replaceChildren();
    if (!latin) return;
    var typed = document.createElement("span"); typed.className = "typed-latin"; typed.textContent = latin; found.append(typed);
    candidateList().forEach(function (candidate) {
      var button = document.createElement("button"); button.type = "button"; button.textContent = candidate.text;
      button.addEventListener("pointerdown", function (event) { event.preventDefault(); });
      button.addEventListener("click", function () { choose(candidate); });
      found.append(button);
    });
  }
  function choose(candidate) {
    var rest = latin.slice(candidate.used);
    put(candidate.text);
    if (rest) { latin = rest; pending(); }
    field.focus({ preventScroll: true });
  }
  function offer() {
    document.querySelectorAll("[data-type]").forEach(function (target) {
      if (target.dataset.offered || matchMedia("(max-width: 700px)").matches) return;
      target.dataset.offered = "1";
      var button = document.createElement("button");
      button.type = "button"; button.className = "with-keyboard"; button.textContent = words().keyboard;
      button.addEventListener("click", function () { open(target); });
      (target.closest(".field") || target.form).insertBefore(button, target.nextSibling);
      target.addEventListener("focus", function () { if (wanted && field !== target) open(target); });
    });
  }
  document.addEventListener("page:shown", function () { latin = ""; if (shell) close(true); offer(); });
  offer();
})();
