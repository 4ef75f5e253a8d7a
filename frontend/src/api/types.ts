/** The shapes that travel between the pages and the service; decimals stay strings, instants stay RFC 3339 in UTC. */

import type { Prize } from './prizes'
import type { Scene } from './sides'
import type { Play, TableCells } from './seasons'
import type { Warned } from './planning'
import type { BadgeNews } from './badges'

export type Locale = 'zh' | 'en'
export interface Bilingual { zh: string; en: string }
export interface Named { code: string; name: Bilingual }
export interface Listing<T> { items: T[]; total: number; next: number | null }

// ── who is here ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type Role = 'admin' | 'ops' | 'hr' | 'lead' | 'analyst' | 'trainer' | 'assessor' | 'agent'
export interface Account {
  id: number
  login: string
  name: string
  role: Role
  locale: Locale
  agent: Named | null
  teams: Named[]
  permissions: string[]
}

// ── boards ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Phase = 'draft' | 'scheduled' | 'running' | 'frozen' | 'provisional' | 'final' | 'cancelled'
export interface BoardHead {
  id: number
  title: Bilingual
  skill: Bilingual
  participants: 'team' | 'agent'
  format: string
  phase: Phase
  starts: string
  ends: string
  zone: string
  site: Named
  unit: string
  decimals: number
  /** While frozen: the instant up to which the board knows the contest, and when the clock reveals it. */
  frozen_at?: string | null
  reveal_by?: string | null
  /** How it really stands: for operations and the presenter only. */
  restricted?: boolean
}
export interface Stage { place: number; rows: Row[]; division: string }
/** A reveal under way: the stages shown so far, the newest last. */
export interface Ceremony { step: number; steps: number; stages: Stage[] }
export interface Row {
  id: string
  rank: number | null
  tied: boolean
  score: string | null
  name: Bilingual
  code: string
  gap: string | null
  moved: number | null
  reasons?: string[]
  /** In a season. */
  table?: TableCells
  /** Places are given within it; none where there is only one. */
  division?: string
  /** In a duel 1 or 2. */
  side?: number
  /** Of an agent the team it is in now. */
  team?: string
  /** Whose result is only for the participant, its lead and operations. */
  private?: boolean
}
export interface Board {
  contest: BoardHead
  as_of: string
  view: string
  rows: Row[]
  taking_part: { id: string; name: Bilingual; code?: string }[]
  total: number
  scene?: Scene | null
  ceremony?: Ceremony | null
}
export interface Position { epoch: string; seq: number }
export type BoardMessage =
  | { type: 'snapshot'; epoch: string; seq: number; board: Board }
  | {
      type: 'delta'
      epoch: string
      from: number
      seq: number
      /** The parts of the board beside its rows that changed. */
      head?: Partial<Omit<Board, 'rows'>>
      rows?: Row[]
      gone?: string[]
      order?: string[]
    }
  | { type: 'beat'; epoch: string; seq: number; at: string }
  | { type: 'look' }
  | { type: 'bye'; code: string }
  | BadgeNews

// ── contests ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Period = 'week' | 'month' | 'hours'
export interface Template {
  code: string
  name: Bilingual
  about: Bilingual
  skill: Bilingual
  participants: 'team' | 'agent'
  period: Period
  /** Minutes before the end; null as the period has it. */
  freeze_minutes: number | null
  approved: boolean
  play?: Play
  practice?: { title: Bilingual; url: string }[]
  rules: Rules
  /** Points for places. */
  prizes: Prize[]
}
export interface Term {
  metric: string
  points?: string
  weight?: string
  target?: string | null
  /** Of single queues that differ. */
  targets?: Record<string, string>
  floor?: string
  cap?: string
  curve?: string
  missing?: string
}
export interface TeamRule { kind: 'per_head' | 'total' | 'per_scheduled_hour' | 'members_mean' | 'best'; n?: number }
/** What was left out has its default; the service sends only what differs. */
export interface Rules {
  method: 'points' | 'attainment' | 'improvement' | 'formula'
  queues?: string[]
  terms?: Term[]
  formula?: string | null
  team_rule?: TeamRule
  min_fte?: string
  shrinkage?: string | null
  qualifying?: { metric: string; at_least?: string | null; at_most?: string | null; per_fte?: boolean }[]
  guardrails?: { metric: string; floor: string }[]
  tie_breakers?: { metric: string; direction: 'higher' | 'lower' }[]
  top_n?: number
}
export interface Contest {
  id: number
  title: Bilingual
  skill: Bilingual
  template: string
  series: number | null
  site: Named
  participants: 'team' | 'agent'
  format: string
  period: Period
  phase: Phase
  zone: string
  starts: string
  ends: string
  final_at: string
  total: number
  version: number
  /** The season this is a round of, and which. */
  parent: number | null
  round: number | null
  cancel_reason: string | null
  freezes_at: string | null
  reveal_by: string | null
  revealed_at: string | null
  /** Somebody else launched it for one of the reader's teams, and the reader has not looked yet. */
  unseen?: boolean
  /** Among invitations: the reader's teams that take part. */
  own_teams?: Named[]
}
export interface ContestDetail extends Contest {
  practice: { title: Bilingual; url: string }[]
  rules: Rules
  prizes: Prize[]
  entrants: Named[]
  /** By code of the entrant. */
  divisions: Record<string, string>
  sides: Record<string, number>
  withdrawn: Named[]
  cutoffs: Record<string, string>
  results: number[]
  /** While a freeze holds the public board: since when, until when at the latest, and whether it is another contest's. */
  known_until: string | null
  goes_on: string | null
  held_along: boolean
  may: ('edit' | 'launch' | 'cancel' | 'withdraw' | 'truth' | 'reveal')[]
  warnings: Warned[]
}
export interface LateFact {
  source: string
  id: string
  revision: number
  metric: string
  participant: string | null
  agent: string | null
  value: string | null
  at: string
  received_at: string
  cutoff: string
}
export interface Result { revision: number; cutoff: string; signed_at: string; sha256: string; bytes: number }
export interface Mine { row: Row | null; neighbours: Row[]; total: number; pace?: string | null }

// ── metrics ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a metric is called, and how its values are written. */
export interface Measure extends Bilingual { unit: string; decimals: number }
/** Amounts are decimal text; further parts travel untouched, so that saving loses none. */
export interface Metric {
  code: string
  name: Bilingual
  subject: string
  combine: string
  good: string
  unit: string
  decimals: number
  floor: string | null
  target: string | null
  stretch: string | null
  archived?: boolean
  [part: string]: unknown
}
