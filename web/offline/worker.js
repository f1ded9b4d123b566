// Keeps the workbench's own program on the device, so that a reload without a connection shows the workbench and what it
// keeps, not the browser's error page. Nothing of a patient passes here: requests to the API are left alone.
// The build puts its name and its files in the place of the two words below (vite.config.ts).
const cacheName = 'overread-__BUILD__';
const files = __FILES__;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(['/', ...files]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n.startsWith('overread-') && n !== cacheName).map((n) => caches.delete(n))),
      )
      .then(() => self.clients.claim()),
  );
});

/** The newest from the server where it answers; else what is kept. */
async function shell(request) {
  try {
    return await fetch(request);
  } catch (cause) {
    const kept = await caches.match('/', { cacheName });
    if (kept) return kept;
    throw cause;
  }
}

/** Names of these files hold their content: what is kept is the file. */
async function asset(request) {
  return (await caches.match(request, { cacheName })) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (/^\/(api|openapi|scalar)(\/|$)/.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(shell(request));
  else if (files.includes(pathname)) event.respondWith(asset(request));
});
