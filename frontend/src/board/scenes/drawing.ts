/** Decides where a rope's knot hangs and how high a glass is filled: numbers for drawing only, out of exact text. */

import { portion, scaled } from '../../i18n/decimals'

/** A glass has room above the mark, so that more than enough is seen as well. */
export const ROOM = 1.15

/** How far the knot is pulled, −1…1, towards the first side below nothing. Grows ever slower, so that it never leaves the
 * rope; it hangs half way at a tenth of the greater score, or at four draw margins where that is more. */
export function pull(gap: string | null, drawMargin: string, greater: string | null): number {
  const units = gap === null ? null : scaled(gap, 4)
  if (units === null || units === 0n) return 0
  const [margin, tenth] = [4n * (scaled(drawMargin, 4) ?? 0n), (scaled(greater ?? '0', 4) ?? 0n) / 10n]
  const half = margin > tenth ? margin : tenth > 0n ? tenth : 10_000n
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
