// Keeps one page without any content of a person, for the moment when the server can't be reached at all.
"use strict";
var PAGE = "/static/offline.html";
self.addEventListener("install", function (event) { event.waitUntil(caches.open("offline-1").then(function (c) { return c.addAll([PAGE, "/static/offline.js", "/static/offline.css"]); }).then(function () { return self.skipWaiting(); })); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  var path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(function () { return caches.match(PAGE); }));
  else if (path === "/static/offline.js" || path === "/static/offline.css") event.respondWith(fetch(event.request).catch(function () { return caches.match(path); }));
});
