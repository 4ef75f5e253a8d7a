/** Judges from afar how a screen is: whether it is there at all, and whether what hangs there can be trusted. */

import type { Display } from '../../api/displays'

/** A screen says something every minute. */
const SILENT_MS = 3 * 60_000

export type Health = 'well' | 'stale' | 'older' | 'silent' | 'never'

export function healthOf(display: Display, now: number): Health {
  if (!display.seen_at) return 'never'
  if (now - Date.parse(display.seen_at) > SILENT_MS) return 'silent'
  if (display.told?.stale) return 'stale'
  return display.told && !display.told.current ? 'older' : 'well'
}

export const TONES = { well: 'good', stale: 'bad', older: 'gold', silent: 'bad', never: 'quiet' } as const
export const MARKS = { well: '●', stale: '▲', older: '↻', silent: '○', never: '○' } as const

/** Those that need a hand come first, then by name. */
export function byNeed(displays: readonly Display[], now: number, locale: string): Display[] {
  const order: readonly Health[] = ['silent', 'stale', 'never', 'older', 'well']
  return [...displays].sort((one, other) => order.indexOf(healthOf(one, now)) - order.indexOf(healthOf(other, now)) || one.name.localeCompare(other.name, locale))
}
