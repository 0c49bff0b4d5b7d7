// Whole questions to pick while typing, also from pinyin. Silent when the line is down: typing goes on.
(function () {
  "use strict";
  var timer = 0;
  var newest = 0;
  function box(field) {
    var form = field.form;
    var found = form.querySelector(".suggestions");
    if (!found) { found = document.createElement("div"); found.className = "suggestions"; form.append(found); }
    return found;
  }
  async function look(field, text) {
    var mine = ++newest;
    try {
      var answer = await fetch("/api/v1/suggest?language=" + (document.documentElement.lang === "en" ? "en" : document.documentElement.lang === "zh-HK" ? "zh-Hant" : "zh-Hans") + "&q=" + encodeURIComponent(text.slice(0, 100)));
      if (!answer.ok || mine !== newest || !field.isConnected) return;
      show(field, (await answer.json()).suggestions.slice(0, 5));
    } catch (error) { /* typing goes on */ }
  }
  function show(field, items) {
    var target = box(field);
    var words = window.assistantPage.words;
    target.replaceChildren();
    if (!items.length) return;
    var title = document.createElement("p");
    title.textContent = words.suggestions;
    target.append(title);
    items.forEach(function (text) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", function () { field.value = text; target.replaceChildren(); field.form.requestSubmit(); });
      target.append(button);
    });
    window.assistantPage.say(words.suggestionsFound.replace("{count}", items.length));
  }
  document.addEventListener("input", function (event) {
    var field = event.target;
    if (!field.matches("[data-suggest]") || event.isComposing) return;
    clearTimeout(timer);
    var text = (field.value + (field.dataset.pending || "")).trim();
    if (text.length < 2) { newest++; box(field).replaceChildren(); return; }
    timer = setTimeout(look, 220, field, text);
  });
})();
