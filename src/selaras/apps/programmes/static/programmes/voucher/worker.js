// Keeps the page of the vouchers for days without signal. The house is asked first; what it sent last stands in where it is silent.
const PREFIX = "selaras-voucher-";

export function start({ version, page, static: root }) {
  const name = PREFIX + version;
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
    await self.clients.claim();
    await (await caches.open(name)).add(new Request(page, { credentials: "same-origin", redirect: "error" })).catch(() => {});
  })()));
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    const ours = url.origin === self.location.origin && (url.pathname === page || url.pathname.startsWith(root));
    if (event.request.method !== "GET" || !ours || url.search) return;
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
