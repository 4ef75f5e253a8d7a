/** The shapes of duels, goals, divisions, pace and strength; amounts stay text, instants RFC 3339. */

import type { Play, Rhythm } from './seasons'
import type { Bilingual, Named } from './types'

export interface SideShown { name: Bilingual; code: string; score: string | null; participants: string[] }
/** `gap` is the first side's score less the second's; `winner` is a side, 0 a draw, null while it is open. */
export interface DuelScene { format: 'duel'; sides: [SideShown, SideShown]; gap: string | null; winner: number | null; draw_margin: string }
export interface GoalScene { format: 'goal'; value: string | null; target: string; reached: boolean; reached_at: string | null; adds_up: boolean }
export type Scene = DuelScene | GoalScene

export interface Pace { as_of: string; elapsed: number | null; pace: Record<string, string> }

export type Divisions = { kind: 'by_hand'; of: Record<string, string> } | { kind: 'by_tenure'; months: number } | { kind: 'by_size'; below: string }
export interface SideAsked { entrants: string[]; name?: Bilingual | null }
/** What a launch says about who is compared with whom; what is left out follows from who takes part. */
export interface Arrangement { divisions?: Divisions; sides?: [SideAsked, SideAsked]; goal?: string }
/** How a league or cup is to be played where it differs from its template; `play` is everything at once, for operations. */
export interface SeasonAsked { legs?: number | null | undefined; rounds?: number | null | undefined; rhythm?: Rhythm | null | undefined; third_place?: boolean | null | undefined; after?: number | null; play?: Play | null }

export interface Rated { team: Named; place: number; mu: number; sigma: number; sure: number; games: number }
export interface PlayedContest { contest: number; title: Bilingual; format: string; ends: string; rank: number | null; of: number; division: string; score: string | null; mu: number; sigma: number }
export interface Form { team: Named; site: Named; rating: Rated | null; contests: PlayedContest[] }
