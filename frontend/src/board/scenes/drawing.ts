/** Decides where a rope's knot hangs and how high a glass is filled: numbers for drawing only, out of exact text. */

import { portion, scaled } from '../../i18n/decimals'

/** A glass has room above the mark, so that more than enough is seen as well. */
export const ROOM = 1.15

/** How far the knot is pulled, −1…1, towards the first side below nothing. Grows ever slower, so that it never leaves the
 * rope; at four draw margins (at least 2) it hangs half way. */
export function pull(gap: string | null, drawMargin: string): number {
  const units = gap === null ? null : scaled(gap, 4)
  if (units === null || units === 0n) return 0
  const margin = scaled(drawMargin, 4) ?? 0n
  const half = 4n * margin > 20_000n ? 4n * margin : 20_000n
  const far = units < 0n ? -units : units
  const part = Number((far * 10_000n) / (far + half)) / 10_000
  return units > 0n ? -part : part
}

/** How much of a glass is filled, 0…1, when the target's mark is at `1 / ROOM`. */
export function filled(value: string | null, target: string): number {
  if (value === null) return 0
  const once = portion(value, target)
  if (once < 1) return once / ROOM
  const [have, want] = [scaled(value, 4) ?? 0n, scaled(target, 4) ?? 1n]
  return want <= 0n ? 1 : Math.min(1, Number((have * 1_000n) / want) / 1_000 / ROOM)
}
