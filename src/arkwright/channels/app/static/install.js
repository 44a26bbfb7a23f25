/* Loaded on every page of the shop: what was seen stays readable when the line is cut. The shop works without it. */
(function () {
  "use strict";
  if ("serviceWorker" in navigator) {
    window.addEventListener("load", function () {
      navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(function () {});
    });
  }
})();
