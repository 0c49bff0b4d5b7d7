// The demonstration's API call: what any program would send, and what comes back.
(function () {
  "use strict";
  document.getElementById("try").addEventListener("submit", async function (event) {
    event.preventDefault();
    var out = document.getElementById("answer");
    try {
      var answer = await fetch("/api/v1/ask", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question: document.getElementById("try-question").value }) });
      out.textContent = answer.status + "\n" + JSON.stringify(await answer.json(), null, 2);
    } catch (error) { out.textContent = String(error); }
  });
})();
