// Keeps the page of the vouchers for days without signal. The house is asked first; what it sent last stands in where it is silent.
const PREFIX = "selaras-voucher-";

export function start({ version, page, files }) {
  const kept = new Set([page, ...files]);
  const name = PREFIX + version;
  self.addEventListener("install", (event) => event.waitUntil((async () => {
    const cache = await caches.open(name);
    await cache.addAll([...kept].map((url) => new Request(url, { cache: "reload", credentials: "same-origin", redirect: "error" })));
    await self.skipWaiting();
  })()));
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
    await self.clients.claim();
  })()));
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin || !kept.has(url.pathname) || url.search) return;
    event.respondWith((async () => {
      const cache = await caches.open(name);
      try {
        const answer = await fetch(event.request);
        if (answer.ok && !answer.redirected) await cache.put(url.pathname, answer.clone());
        return answer;
      } catch {
        const held = await cache.match(url.pathname, { ignoreVary: true });
        return held ?? Response.error();
      }
    })());
  });
}
