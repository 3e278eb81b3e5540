// The service worker: keeps one version of the page, whole or not at all, and sends when the signal is back.
import * as outbox from "./outbox.js";
import * as seal from "./seal.js";

const PREFIX = "selaras-lapangan-";

// Each file is compared with the hash the house told: a captive portal's page never becomes part of the app.
async function fill(name, files) {
  const cache = await caches.open(name);
  await Promise.all(files.map(async ({ url, sha256 }) => {
    const answer = await fetch(url, { cache: "reload", credentials: "omit", redirect: "error" });
    const body = await answer.arrayBuffer();
    if (!answer.ok || (await seal.digest(body)) !== sha256) throw new Error(`not as told: ${url}`);
    const headers = new Headers(answer.headers);
    for (const gone of ["content-encoding", "content-length", "vary"]) headers.delete(gone);
    await cache.put(url, new Response(body, { headers }));
  }));
}

export function start({ version, files }) {
  const name = PREFIX + version;
  const kept = new Set(files.map((file) => file.url));

  self.addEventListener("install", (event) => event.waitUntil(fill(name, files)));

  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
    await self.clients.claim();
  })()));

  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin || !kept.has(url.pathname)) return;
    event.respondWith((async () => {
      // Django answers with Vary: Cookie; nothing kept here depends on it.
      const held = await (await caches.open(name)).match(url.pathname, { ignoreVary: true, ignoreSearch: true });
      return held ?? fetch(event.request);
    })());
  });

  self.addEventListener("sync", (event) => {
    if (event.tag !== "selaras-kirim") return;
    event.waitUntil(outbox.drain().then((left) => {
      // A promise that fails asks the browser to try again later.
      if (left > 0) throw new Error("still unsent");
    }));
  });

  self.addEventListener("message", (event) => {
    if (event.data === "pakai-sekarang") self.skipWaiting();
  });
}
