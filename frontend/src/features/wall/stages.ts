/** Decides what a reveal leaves open on the wall: rungs not climbed yet, and who is named without a place. */

import type { Board, Ceremony, Locale, Stage } from '../../api/types'

export interface Rung { key: string; stage: Stage | null }

/** One rung a stage, the last to be shown on top; those still to come are there, empty. */
export function ladderOf(ceremony: Ceremony): Rung[] {
  return Array.from({ length: ceremony.steps }, (_, index) => {
    const stage = ceremony.stages[index] ?? null
    return { key: String(index), stage }
  }).reverse()
}

/** Everybody whose place has not been shown, by name alone: how the board stood at the freeze would give places away. */
export function stillUnnamed(board: Board, ceremony: Ceremony, locale: Locale): Board['taking_part'] {
  const shown = new Set(ceremony.stages.flatMap((stage) => stage.rows.map((row) => row.id)))
  const everybody = [...board.rows.map(({ id, name, code }) => ({ id, name, code })), ...board.taking_part]
  return everybody
    .filter((one) => !shown.has(one.id))
    .sort((one, other) => one.name[locale].localeCompare(other.name[locale], locale) || one.id.localeCompare(other.id))
}
