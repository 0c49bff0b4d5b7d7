// Reads the reply aloud with a voice of this very machine. Voices that would send the text to a server are never used.
(function () {
  "use strict";
  if (!("speechSynthesis" in window)) return;
  var talking = false;
  function voice() {
    var wanted = document.documentElement.lang.toLowerCase();
    var own = speechSynthesis.getVoices().filter(function (v) { return v.localService; });
    function by(prefix) { return own.find(function (v) { return v.lang.toLowerCase().replace("_", "-").startsWith(prefix); }); }
    return by(wanted) || (wanted === "zh-hk" && by("yue")) || by(wanted.slice(0, 2)) || (wanted.startsWith("zh") && by("cmn"));
  }
  function refresh() {
    document.querySelectorAll("[data-speak]").forEach(function (b) {
      b.hidden = !voice();
      b.querySelector("span").textContent = talking ? window.assistantPage.words.stopReading : window.assistantPage.words.readAloud;
    });
  }
  function stop() { talking = false; speechSynthesis.cancel(); refresh(); }
  function speak() {
    var reply = document.querySelector("#reply");
    if (!reply) return;
    var pieces = Array.from(reply.querySelectorAll("h1, h2, p:not(.dial), li")).filter(function (e) { return e.offsetParent && !e.querySelector("p, h2, li") && !e.closest("button"); }).map(function (e) { return e.innerText.trim(); }).filter(Boolean);
    talking = true;
    pieces.forEach(function (text, n) {
      var said = new SpeechSynthesisUtterance(text);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.rate = 0.85;
      if (n === pieces.length - 1) said.onend = stop;
      speechSynthesis.speak(said);
    });
    refresh();
  }
  document.addEventListener("click", function (event) { if (event.target.closest("[data-speak]")) { if (talking) stop(); else speak(); } });
  document.addEventListener("page:shown", stop);
  window.addEventListener("pagehide", function () { speechSynthesis.cancel(); });
  speechSynthesis.addEventListener("voiceschanged", refresh);
  refresh();
})();
