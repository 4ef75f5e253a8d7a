/** Decides what a wall shows of a season by turns: the table, the bracket, the fixtures of the round. */

import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { isSeason, type Season } from '../api/seasons'
import type { Board } from '../api/types'
import { useSeason } from './season'

export type Scene = 'rows' | 'bracket' | 'fixtures'

/** How many scenes a board has beside its rows, so that its turn lasts long enough. */
export const scenesBeside = (board: Board): number => (isSeason(board.contest.format) ? 2 : 0)

/** The scenes a season has by now. A cup's rows are its bracket; before anybody leads a league it has no table to show. */
export function scenesOf(board: Board, season: Season | null): Scene[] {
  if (!season) return ['rows']
  const bracketed = season.rounds.some((round) => round.fixtures.some((one) => one.stage === 'cup'))
  const found: Scene[] = []
  if (board.contest.format === 'league' && board.rows.length) found.push('rows')
  if (bracketed) found.push('bracket')
  if (season.rounds.length) found.push('fixtures')
  return found.length ? found : ['rows']
}

/** `turn` counts up; the last number says how often all scenes have been shown, for scenes of several pages. */
export function useScenes(board: Ref<Board>, turn: Ref<number>): { season: ShallowRef<Season | null>; scene: ComputedRef<Scene>; cycle: ComputedRef<number> } {
  const on = computed(() => isSeason(board.value.contest.format))
  const { season } = useSeason(board.value.contest.id, board, on, true)
  const scenes = computed(() => scenesOf(board.value, season.value))
  return {
    season,
    scene: computed(() => scenes.value[turn.value % scenes.value.length] ?? 'rows'),
    cycle: computed(() => Math.floor(turn.value / scenes.value.length)),
  }
}
