/** Waits with what nobody looks at yet until the browser has drawn what somebody does. */

/** However busy it stays. */
const LATEST_MS = 1000

/** Answers how to call it off. */
export function whenCalm(deed: () => void): () => void {
  // Not every browser tells when it is idle.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(deed)
    return () => clearTimeout(timer)
  }
  const asked = window.requestIdleCallback(deed, { timeout: LATEST_MS })
  return () => window.cancelIdleCallback(asked)
}
