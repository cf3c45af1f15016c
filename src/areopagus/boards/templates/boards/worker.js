// Keeps one page for when there is no connection, and what it looks like. Never a page of the board.
const KEPT = {{ kept|tojson }};
const NAME = "offline-{{ version }}";

const isOurs = (name) => name.startsWith("offline-");

async function keep() {
  const cache = await caches.open(NAME);
  // Without cookies, so that nothing of whoever is signed in can be in it.
  await cache.addAll(KEPT.map((address) => new Request(address, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function begin() {
  const old = (await caches.keys()).filter((name) => isOurs(name) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The browser asks for the page while it still wakes this script.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function answer(event, address) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (error) {
    const kept = await caches.match(address, { cacheName: NAME });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  // A form that cannot be sent stays where it is: the browser says so itself.
  if (method !== "GET") return;
  const { origin, pathname } = new URL(url);
  if (origin !== self.location.origin) return;
  if (mode === "navigate") event.respondWith(answer(event, KEPT[0]));
  else if (KEPT.includes(pathname)) event.respondWith(answer(event, pathname));
});

// A message of the board, which nobody but this browser could read on its way.
function show({ title = "", body = "", url = "/", tag = "" }) {
  return self.registration.showNotification(title, { body, tag, icon: {{ icon|tojson }}, data: { url } });
}

function follow(notification) {
  notification.close();
  // Only on this board, whatever the message says.
  const { origin, href } = new URL(notification.data.url, self.location.origin);
  return origin === self.location.origin ? self.clients.openWindow(href) : undefined;
}

self.addEventListener("push", (event) => event.waitUntil(show(event.data?.json() ?? {})));
self.addEventListener("notificationclick", (event) => event.waitUntil(Promise.resolve(follow(event.notification))));
