/** Decides what a reveal leaves open on the wall: rungs not climbed yet, and who is named without a place. */

import type { Board, Ceremony, Locale, Stage } from '../../api/types'

export interface Rung { key: string; stage: Stage | null }

export interface Ladder { rungs: Rung[]; page: number; pages: number }
/** More than these are not read from six metres. */
const MOST_RUNGS = 8

/** One rung a stage, the last to be shown on top; those still to come are there, empty. A long ladder is climbed page by page, all
 * as long as can be, and shows the page of the newest rung. */
export function ladderOf(ceremony: Ceremony): Ladder {
  const pages = Math.max(1, Math.ceil(ceremony.steps / MOST_RUNGS))
  const size = Math.ceil(ceremony.steps / pages)
  const page = size ? Math.floor((Math.max(ceremony.step, 1) - 1) / size) : 0
  const length = Math.max(0, Math.min(size, ceremony.steps - page * size))
  const rungs = Array.from({ length }, (_, place) => ({ key: String(page * size + place), stage: ceremony.stages[page * size + place] ?? null })).reverse()
  return { rungs, page, pages }
}

/** How many names a rung has room for; the others are counted. */
export const namesOn = (ladder: Ladder): number => (ladder.rungs.length <= 4 ? 3 : ladder.rungs.length <= 6 ? 2 : 1)

/** How the holders of one place stand on the stage. */
export const crowdOf = (holders: number): 'one' | 'few' | 'crowd' | 'throng' => (holders < 2 ? 'one' : holders < 4 ? 'few' : holders < 7 ? 'crowd' : 'throng')

/** Everybody whose place has not been shown, by name alone: how the board stood at the freeze would give places away. */
export function stillUnnamed(board: Board, ceremony: Ceremony, locale: Locale): Board['taking_part'] {
  const shown = new Set(ceremony.stages.flatMap((stage) => stage.rows.map((row) => row.id)))
  const everybody = [...board.rows.map(({ id, name, code }) => ({ id, name, code })), ...board.taking_part]
  return everybody
    .filter((one) => !shown.has(one.id))
    .sort((one, other) => one.name[locale].localeCompare(other.name[locale], locale) || one.id.localeCompare(other.id))
}
