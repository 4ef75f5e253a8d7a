/** What lets a wall run for months without a hand: it stays awake, renews itself after a deployment, spares its panel. */

import { onScopeDispose, ref, type Ref } from 'vue'

const LOOK_EVERY_MS = 15 * 60_000
const RELOADED_AT = 'echelon.reloaded'
const REST_MS = 10 * 60_000

/** The build that a page's text belongs to: the address of its hashed main script. */
export function buildOf(html: string): string | null {
  return /<script[^>]+src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? null
}

/** The build of this page, as the service names it too. */
export const ownBuild = (): string => /\/assets\/(.+)\.js$/.exec(buildOf(document.documentElement.outerHTML) ?? '')?.[1] ?? 'unbuilt'

/** Ask for the page as it is now and load it anew when it is another build; at most once in ten minutes, whatever happens. */
export async function renew(now: number = Date.now()): Promise<boolean> {
  const mine = buildOf(document.documentElement.outerHTML)
  if (mine === null || now - Number(sessionStorage.getItem(RELOADED_AT) ?? 0) < REST_MS) return false
  const text = await fetch('/wall', { cache: 'no-store' }).then((answer) => (answer.ok ? answer.text() : ''), () => '')
  const theirs = buildOf(text)
  if (theirs === null || theirs === mine) return false
  // The page may be renewed a moment before its script is in place.
  const there = await fetch(theirs, { method: 'HEAD' }).then((answer) => answer.ok, () => false)
  if (!there) return false
  sessionStorage.setItem(RELOADED_AT, String(now))
  window.location.reload()
  return true
}

export function useRenewal(): void {
  const timer = setInterval(() => void renew(), LOOK_EVERY_MS)
  onScopeDispose(() => clearInterval(timer))
}

/** Keeps the screen on where the browser can; a lock is lost whenever the page was hidden, so it is asked for again. */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | null = null
  async function hold(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    lock = await navigator.wakeLock.request('screen').catch(() => null)
  }
  const seen = (): void => void hold()
  document.addEventListener('visibilitychange', seen)
  void hold()
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', seen)
    void lock?.release()
  })
}

/** A slow walk of a few pixels around the middle, so that no edge burns into the panel. */
export function useDrift(everyMs = 60_000): Ref<string> {
  const drift = ref('translate(0px, 0px)')
  let step = 0
  const timer = setInterval(() => {
    step = (step + 1) % 5040
    const [x, y] = [Math.round(6 * Math.sin(step / 7)), Math.round(4 * Math.sin(step / 5))]
    drift.value = `translate(${x}px, ${y}px)`
  }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return drift
}
