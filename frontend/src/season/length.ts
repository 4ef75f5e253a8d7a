/** How many rounds a season of so many participants takes, for the preview of a launch; the service decides. */

import type { Play } from '../api/seasons'

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

/** Weeks from the first day of the first round to the end of the last. */
export function weeksOf(play: Play, count: number): number {
  const every = play.rhythm?.every ?? 1
  const rounds = roundsOf(play, count)
  return rounds ? (rounds - 1) * every + 1 : 0
}
