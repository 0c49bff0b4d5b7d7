// On a page taken home to a phone: copy the text, or hand it to another app. A button shows only where the phone can do it.
(function () {
  "use strict";
  var main = document.getElementById("main");
  var copy = document.querySelector("[data-copy]");
  var share = document.querySelector("[data-share]");

  function text() {
    var kept = main.cloneNode(true);
    kept.querySelectorAll("[data-ways]").forEach(function (part) { part.remove(); });
    document.body.appendChild(kept); // innerText keeps lines only of what is laid out
    var said = kept.innerText.replace(/\n{3,}/g, "\n\n").trim();
    kept.remove();
    return said;
  }

  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(text()).then(function () { copy.querySelector("span").textContent = copy.dataset.done; });
    });
  }
  if (navigator.share) {
    share.hidden = false;
    share.addEventListener("click", function () { navigator.share({ title: document.title, text: text() }).catch(function () {}); });
  }
})();
