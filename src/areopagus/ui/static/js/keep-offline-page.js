// @ts-check
// Lets the browser keep the page that says that there is no connection, where the board can be installed.
if (document.querySelector('link[rel="manifest"]')) {
  // It is a convenience: a browser that will not have it goes without.
  navigator.serviceWorker?.register("/worker.js").catch(() => {});
}
