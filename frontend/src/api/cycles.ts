/** Review cycles as the service tells them; each role is told no more than it may see. */

import type { Bilingual, Named } from './types'

export type CyclePhase = 'draft' | 'open' | 'calibrating' | 'deciding' | 'noticed' | 'closed' | 'cancelled'
export type Readiness = 'ready' | 'nearly' | 'developing' | 'blocked'
export type DecisionKind = 'promote' | 'hold' | 'defer' | 'decline' | 'ready_without_place'
export const DECISIONS: readonly DecisionKind[] = ['promote', 'hold', 'defer', 'decline', 'ready_without_place']
export const PHASES: readonly CyclePhase[] = ['draft', 'open', 'calibrating', 'deciding', 'noticed', 'closed']

export interface CycleStep { source: string; target: string }
export interface Place { site: Named; level: string; number: number; held: number }
export interface Counted {
  people: number
  candidates: number
  undeclared: number
  unrecommended: number
  undecided: number
  proposed: number
  mine_to_confirm: number
  decided: Partial<Record<DecisionKind, number>>
  appeals_open: number
  reopened: number
  waiting_effect: number
  lapsed: number
  unjudged: number
}
/** Whom the program failed to judge; `listed` ones are candidates on what was frozen first. */
export interface Unjudged { agent: Named; site: Named; listed: boolean; error: string; since: string; again_at: string }
export interface Cycle {
  id: number
  code: string
  name: Bilingual
  phase: CyclePhase
  as_of: string
  effective: string
  opened: string | null
  noticed: string | null
  appeals_end: string | null
  appeal_days: number
  evidence_until: string | null
  complete: boolean
  sites: Named[]
  steps: CycleStep[]
  nominates: 'ready' | 'nearly' | 'nobody'
  opening: { done: number; of: number } | null
  places: Place[] | null
  counted: Counted | null
  unjudged: Unjudged[] | null
  own: number | null
  may: string[]
  position: number
}

export interface Candidate {
  agent: Named
  site: Named
  team: Named | null
  source: string
  target: string
  hidden: 'conflict' | 'own' | null
  state: Readiness | null
  open_criteria: number | null
  nominated: string[] | null
  withdrawn: boolean
  declared: boolean | null
  supports: number | null
  opposes: number | null
  recommended: boolean | null
  decision: DecisionKind | null
  decided: boolean | null
  proposed_by_me: boolean
  appeal: 'open' | 'upheld' | 'dismissed' | null
  rank: number | null
  within: boolean
  tied: boolean
}
export interface Verdict {
  code: string
  name: Bilingual
  sentence: Bilingual
  role: 'required' | 'weighted' | 'bonus'
  status: 'met' | 'not_met' | 'no_data'
  reason: Bilingual
  value: string | null
  threshold: string | null
  progress: number
  asked: boolean
  evidence: string[]
}
export interface Said { by: string; name: string; support: boolean; reason: string; on: string }
export interface Decision {
  kind: DecisionKind
  reason: string
  by: string | null
  on: string
  confirmed_by: string | null
  confirmed_on: string | null
}
export interface Appeal {
  reason: string
  on: string
  outcome: 'open' | 'upheld' | 'dismissed'
  answer: string
  answered_by: string | null
  answered_on: string | null
}
export interface Deed { id: number; do: string; body: Record<string, unknown>; words: string; at: string; by: string; phase: CyclePhase }
export interface CandidateFile {
  candidate: Candidate
  version: string
  frozen_at: string
  standing_until: string | null
  verdicts: Verdict[]
  recommendations: Said[]
  declarations: Deed[]
  decision: Decision | null
  appeal: Appeal | null
  trail: Deed[]
  may: string[]
}
export interface Split { group: Bilingual; people: number; supported: number }
export interface Calibration { people: number; supported: number; teams: Split[]; leads: Split[] }

export interface MyReview {
  id: number
  name: Bilingual
  phase: CyclePhase
  as_of: string
  noticed: string | null
  effective: string | null
  appeals_end: string | null
  source: string
  target: string
  state: Readiness
  nominated: string[]
  withdrawn: string | null
  verdicts: Verdict[]
  decision: Decision | null
  reopened: boolean
  appeal: Appeal | null
  may: string[]
}

export type Action =
  | { do: 'nominate' | 'withdraw' }
  | { do: 'declare'; conflict: boolean; note?: string }
  | { do: 'recommend'; support: boolean; reason: string }
  | { do: 'propose'; kind: DecisionKind; reason: string }
  | { do: 'confirm'; kind: DecisionKind }
  | { do: 'send_back' | 'appeal'; reason: string }
  | { do: 'answer'; upheld: boolean; reason: string }
export interface Acted { done: number; refused: { agent: string; code: string; messages: Bilingual }[] }
