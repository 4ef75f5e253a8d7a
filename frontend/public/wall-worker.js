/* Lets a wall start without its network: keeps the page of the wall and what it is made of, from the last time all of it was there. */

const KEPT = 'echelon-wall-1'
const PAGE = '/wall'
const PATIENCE_MS = 8_000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin) return
  if (event.request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(event.request))
  else if (pathname.startsWith('/assets/')) event.respondWith(part(event.request))
})

/** The page as it is served now; the kept one where nobody answers in time. */
async function page(request) {
  const kept = await caches.match(PAGE)
  if (!kept) return fetch(request)
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return answer.status < 500 ? answer : kept
  } catch {
    return kept
  }
}

/** What is named by its content never changes. */
async function part(request) {
  const kept = await caches.match(request.url)
  return kept ?? fetch(request)
}

/** The page says what it is made of once all of it is there; only then is it kept, and what earlier builds left is thrown away. */
self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.parts)) event.waitUntil(keep(event.data.parts.map(String)))
})

async function keep(parts) {
  const answer = await fetch(PAGE, { cache: 'no-store' }).catch(() => null)
  if (!answer?.ok) return
  const text = await answer.clone().text()
  const main = /<script[^>]+src="(\/assets\/[^"]+)"/.exec(text)?.[1]
  // Deployed in between: the page that is served now will say what it is made of.
  if (!main || !parts.includes(main)) return
  const cache = await caches.open(KEPT)
  const known = new Set((await cache.keys()).map((request) => new URL(request.url).pathname))
  await cache.addAll(parts.filter((part) => !known.has(part)))
  await cache.put(PAGE, answer)
  await Promise.all([...known].filter((path) => path !== PAGE && !parts.includes(path)).map((path) => cache.delete(path)))
}
