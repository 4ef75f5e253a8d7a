/** How many rounds a season of so many participants takes, for the preview of a launch; the service decides. */

import type { Play } from '../api/seasons'
import type { Divisions } from '../api/sides'

/** Rounds to single out one of so many. */
const knockOut = (count: number): number => Math.ceil(Math.log2(Math.max(1, count)))
const everybody = (count: number): number => Math.max(0, count - 1 + (count % 2))

export function roundsOf(play: Play, count: number): number {
  if (count < 2) return 0
  if (play.format === 'cup') return knockOut(count)
  const legs = play.legs ?? 1
  if (play.pairing === 'swiss') return Math.min(play.rounds ?? knockOut(count), everybody(count))
  if (play.pairing !== 'groups') return legs * everybody(count)
  const groups = Math.min(Math.ceil(count / (play.group_size ?? 4)), Math.max(1, Math.floor(count / 3)))
  const advance = groups === 1 ? Math.max(2, play.advance ?? 1) : (play.advance ?? 1)
  return legs * everybody(Math.ceil(count / groups)) + knockOut(groups * Math.min(advance, Math.floor(count / groups)))
}

/** How many play in the greatest division, which plays longest. Size and tenure are the service's to count: until it has, everybody
 * could be in one. */
export function greatestField(divisions: Divisions | undefined, codes: readonly string[]): number {
  if (divisions?.kind !== 'by_hand') return codes.length
  const sizes = new Map<string, number>()
  for (const code of codes) {
    const name = divisions.of[code] ?? ''
    sizes.set(name, (sizes.get(name) ?? 0) + 1)
  }
  return Math.max(0, ...sizes.values())
}

/** Weeks from the first day of the first round to the end of the last. */
export function weeksOf(play: Play, count: number): number {
  const every = play.rhythm?.every ?? 1
  const rounds = roundsOf(play, count)
  return rounds ? (rounds - 1) * every + 1 : 0
}
