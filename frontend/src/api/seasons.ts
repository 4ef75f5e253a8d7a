/** Leagues and cups as they travel: rounds with their fixtures, lines of the tables, next opponents. */

import { api } from './client'
import type { Bilingual, Named, Phase } from './types'

/** What the table of a season says beside the points. */
export interface TableCells {
  pool: string
  place: number
  played: number
  won: number
  drawn: number
  lost: number
  scores_for: string
  against: string
  difference: string
  form: ('w' | 'd' | 'l')[]
}
export interface Side { id: string; named: Named; seed: number | null; score: string | null; own: boolean }
export interface Fixture {
  stage: 'table' | 'cup' | 'third' | 'decider'
  pool: string
  home: Side
  away: Side | null
  ahead: 'home' | 'away' | 'draw' | 'none' | null
  winner: string | null
  /** The round was corrected afterwards; what was played stands. */
  overturned: boolean
}
export interface Round {
  round: number
  contest: number
  phase: Phase
  starts: string
  ends: string
  freezes_at: string | null
  reveal_by: string | null
  fixtures: Fixture[]
}
/** Of a table how many places stand above its line of promotion, and above that of relegation where one may know it. */
export interface Lines { pool: string; size: number; up: number; stay: number | null }
export interface NextFixture { round: number; starts: string; at_home: boolean; opponent: Named | null }
export interface Rhythm { unit?: 'day' | 'week'; every?: number }
/** What was left out has its default. */
export interface Play {
  format: 'race' | 'league' | 'cup' | 'duel' | 'goal'
  pairing?: 'round_robin' | 'groups' | 'swiss'
  legs?: number
  rounds?: number | null
  group_size?: number
  advance?: number
  rhythm?: Rhythm
  third_place?: boolean
  up?: number
  down?: number
  table?: { win?: string; draw?: string; loss?: string; draw_margin?: string; order?: string[] }
  /** What all together are to reach, in a goal. */
  target?: string
  deductions?: { participant: string; points: string; reason?: string }[]
}
export interface Season {
  contest: number
  play: Play
  planned: number
  current: number | null
  tables: Lines[]
  rounds: Round[]
  next: NextFixture[]
  /** While nothing is drawn: the season whose table says first who goes up or down. */
  follows: number | null
  /** Points given or taken by hand, of whoever may be seen. */
  adjustments: { participant: string; amount: string; code: string }[]
}
export type Called = { name: Bilingual; code: string }

export const isSeason = (format: string | undefined): boolean => format === 'league' || format === 'cup'

/** `wall` asks for what a wall may show, whoever is signed in. */
export const seasonOf = (contest: number, wall = false): Promise<Season> =>
  api.get<Season>(`/contests/${contest}/season`, wall ? { wall: true } : {})
