// A floating button for any page: <script src="https://our-address/widget.js" data-language="zh-Hant" data-label="…" defer></script>
// Styles are set through the DOM only and everything stays inside our frame, so a page whose policy allows just our origin can carry it.
(function () {
  "use strict";
  var me = document.currentScript;
  var origin = new URL(me.src).origin;
  var words = {
    "zh-Hans": ["法律问题问这里", "关上", "葵涌公共法律服务助手"],
    "zh-Hant": ["法律問題問這裏", "關上", "葵涌公共法律服務助手"],
    en: ["Legal help", "Close", "Kuichong legal service assistant"]
  };
  var language = words[me.dataset.language] ? me.dataset.language : "zh-Hans";
  var said = words[language];
  var label = me.dataset.label || said[0];
  var panel = null;

  function style(element, rules) { Object.assign(element.style, rules); return element; }
  var button = document.createElement("button");
  button.type = "button";
  button.lang = language;
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  style(button, { position: "fixed", right: "20px", bottom: "20px", zIndex: "2147483000", minHeight: "60px", padding: "0 24px", border: "3px solid #fff",
    borderRadius: "30px", background: "#0b5a55", color: "#fff", font: "700 20px/1.3 system-ui, 'Microsoft YaHei', sans-serif", cursor: "pointer", boxShadow: "0 4px 18px rgba(0,0,0,.3)" });

  function open() {
    panel = style(document.createElement("div"), { position: "fixed", right: "12px", bottom: "92px", zIndex: "2147483000", width: "min(480px, calc(100vw - 24px))",
      height: "min(760px, calc(100vh - 110px))", border: "2px solid #0b5a55", borderRadius: "16px", overflow: "hidden", background: "#fff", boxShadow: "0 10px 40px rgba(0,0,0,.35)" });
    var frame = document.createElement("iframe");
    frame.title = said[2];
    frame.referrerPolicy = "no-referrer";
    frame.src = origin + "/?look=" + (language === "zh-Hans" ? "" : language + ".") + "frame";
    style(frame, { width: "100%", height: "100%", border: "0", display: "block" });
    panel.append(frame);
    button.before(panel);
    frame.focus();
  }
  function close() { panel.remove(); panel = null; button.focus(); } // the frame goes, and with it what was on it; the server wipes the rest when idle
  button.addEventListener("click", function () {
    if (panel) close(); else open();
    button.setAttribute("aria-expanded", String(!!panel));
    button.textContent = panel ? said[1] : label;
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && panel) button.click(); });
  function place() { document.body.append(button); }
  if (document.body) place(); else document.addEventListener("DOMContentLoaded", place);
})();
