/** What travels about the end of a contest: the way to it, appeals, points by hand, corrections, credit. */

import type { Bilingual, Named, Phase } from '../api/types'

export type Step = 'starts' | 'freezes' | 'ends' | 'reveal' | 'late_until' | 'appeals_until' | 'signed'
export type Wait = 'rounds' | 'late_facts' | 'appeals' | 'open_appeals' | 'other_reveal' | 'signatures' | 'settling'
export interface Timetable {
  phase: Phase
  steps: { code: Step; at: string | null; done: boolean }[]
  waits_for: Wait[]
  open_appeals: number
  appeal_hours: number
  two_person: boolean
  signed: number
  signatures: { by: string; at: string }[]
  revisions: number
  may: ('appeal' | 'sign' | 'adjust' | 'correct' | 'set')[]
}
export interface Appeal {
  id: number
  contest: number
  title: Bilingual
  participant: string
  named: Named
  by: string
  evidence: string
  facts: string[]
  raised_at: string
  answer_by: string
  overdue: boolean
  outcome: 'upheld' | 'dismissed' | 'withdrawn' | null
  answer: string | null
  closed_at: string | null
  may: ('answer' | 'withdraw')[]
}
export const CODES = ['data_outage', 'shared_task', 'system_fault', 'rules_breach', 'appeal_upheld', 'other'] as const
export type Code = (typeof CODES)[number]
export interface Adjustment {
  id: number
  participant: string
  named: Named
  amount: string
  code: Code
  reason: string
  made_at: string
  by: string | null
  counts: boolean
}
export interface Place { rank: number | null; score: string | null }
/** One participant's place before and after; null where it was not there. */
export interface Moved { id: string; named: Named; before: Place | null; after: Place | null }
/** Of a season `rows` is its table before and after. */
export interface Touched { title: Bilingual; what: Bilingual; contest: number | null; rows: Moved[] }
export interface Item {
  key: string
  kind: 'fact' | 'person' | 'calendar' | 'adjustment'
  chosen: boolean
  before: string | null
  after: string | null
  metric: string | null
  agent: Named | null
  team: string | null
  at: string | null
  since: string | null
  code: Code | null
  reason: string | null
  parts: { named: Named; before: string | null; after: string | null }[]
}
export interface CorrectionSet {
  id: number
  base_revision: number
  reason: string
  everything: boolean
  chosen: string[]
  proposed_by: string
  proposed_at: string
  outcome: 'applied' | 'rejected' | null
  decided_by: string | null
  decided_at: string | null
  answer: string | null
  revision: number | null
  stale: boolean
  seen: string | null
  effect: { rows: Moved[]; badges: Touched[]; rewards: Touched[]; dependants: Touched[] } | null
  may: ('apply' | 'reject' | 'choose')[]
}
/** A signed round of a season, by its contest, and how much waits for its correction. */
export interface RoundWaiting { contest: number; round: number; revision: number; waiting: number; proposed: boolean }
export interface Corrections { waiting: Item[]; sets: CorrectionSet[]; rounds: RoundWaiting[] }
export interface Credit {
  state: 'open' | 'known' | 'signed'
  items: { id: string; named: Named; rank: number | null; members: { id: string; agent: Named; days: number; planned: number; credit: 'full' | 'contributed' }[] }[]
}
