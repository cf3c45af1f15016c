// The board keeps nothing in browsers any more: what was kept goes, and so does this.
async function end() {
  const old = (await caches.keys()).filter((name) => name.startsWith("offline-"));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(end()));
