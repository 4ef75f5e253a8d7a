/** Decides what a wall shows of a board one after the other: the table, the bracket, the fixtures of the round, each in pages. */

import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { isSeason, type Season } from '../api/seasons'
import type { Board } from '../api/types'
import { fixturesOnWall, useSeason, wallPages } from './season'

export type Scene = 'rows' | 'bracket' | 'fixtures' | 'race'
export interface Frame { scene: Scene; page: number; pages: number }

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

/** Every page of every scene, once; `rowPages` says how many the rows take, `race` whether the places over time are shown. */
export function framesOf(board: Board, season: Season | null, rowPages: number, race = false): Frame[] {
  const pagesIn = (scene: Scene): number => {
    if (scene === 'rows') return rowPages
    if (!season || scene === 'race') return 1
    return scene === 'bracket' ? wallPages(season).length : fixturesOnWall(season).pages.length
  }
  const scenes = scenesOf(board, season)
  return (race ? [...scenes, 'race' as const] : scenes).flatMap((scene) => {
    const pages = Math.max(1, pagesIn(scene))
    return Array.from({ length: pages }, (_, page) => ({ scene, page, pages }))
  })
}

/** `turn` counts up, a frame at a time. */
export function useFrames(board: Ref<Board>, turn: Ref<number>, rowPages: Ref<number>, race: Ref<boolean>): { season: ShallowRef<Season | null>; frame: ComputedRef<Frame>; count: ComputedRef<number> } {
  const on = computed(() => isSeason(board.value.contest.format))
  const { season } = useSeason(board.value.contest.id, board, on, true)
  const frames = computed(() => framesOf(board.value, season.value, rowPages.value, race.value))
  return {
    season,
    frame: computed(() => frames.value[turn.value % frames.value.length] ?? { scene: 'rows', page: 0, pages: 1 }),
    count: computed(() => frames.value.length),
  }
}
