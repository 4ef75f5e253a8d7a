/** Has the browser keep this page and what it is made of, so that a wall starts without its network too. */

const AFTER_MS = 5_000
const EVERY_MS = 10 * 60_000

/** The addresses of all that this page has fetched of its build. */
export function partsOf(entries: readonly { name: string }[], origin: string): string[] {
  const paths = entries.map((entry) => new URL(entry.name, origin)).filter((url) => url.origin === origin && url.pathname.startsWith('/assets/'))
  return [...new Set(paths.map((url) => url.pathname))]
}

/** Only where the browser allows it: over HTTPS, or on the machine itself. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return
  performance.setResourceTimingBufferSize(1_000)
  const say = async (): Promise<void> => {
    const { active } = await navigator.serviceWorker.ready
    const script = document.querySelector<HTMLScriptElement>('script[type=module]')?.src
    const entries = [...performance.getEntriesByType('resource'), ...(script ? [{ name: script }] : [])]
    active?.postMessage({ parts: partsOf(entries, window.location.origin) })
  }
  navigator.serviceWorker.register('/wall-worker.js', { scope: '/wall' }).then(() => {
    setTimeout(() => void say(), AFTER_MS)
    // Letters that were needed later have been fetched meanwhile.
    setInterval(() => void say(), EVERY_MS)
  }).catch(() => undefined)
}
