// Asks again until the server is back, then starts afresh.
(function again() {
  "use strict";
  fetch("/healthz", { cache: "no-store" }).then(function (answer) { if (answer.ok) location.replace("/"); else throw new Error("not yet"); }).catch(function () { setTimeout(again, 3000); });
})();
