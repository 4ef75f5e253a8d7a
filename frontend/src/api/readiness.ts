/** Readiness and records as they travel; scores and progress are in per mille, amounts stay decimal text. */

import type { NextStep } from './path'
import type { Bilingual, Named } from './types'

export type ReadyState = 'ready' | 'nearly' | 'developing' | 'blocked'
export const READY_STATES: readonly ReadyState[] = ['ready', 'nearly', 'developing', 'blocked']

export interface ReadyRow {
  agent: Named
  site: string
  team: string | null
  level: Named
  target: Named
  state: ReadyState
  score: number
  met: number
  required: number
  open: Bilingual[]
  hired: string
  level_since: string
}
export interface ReadyTable {
  items: ReadyRow[]
  total: number
  next: number | null
  states: Record<ReadyState, number>
  people: number
  as_of: string
  computed_at: string
  criteria: string
}
export interface ReadyChoices { sites: string[]; teams: Named[]; levels: Named[]; targets: Named[] }
export interface ReadyWanted { site: string; team: string; level: string; target: string; states: ReadyState[]; q: string; sort: string }
export interface ReadyView { id: number; name: string; wanted: ReadyWanted }

export interface Measured { n: number; mean: string | null; sum: string }
export interface CareerMonth { month: string; days: string | null; score: string | null; carried_over: boolean; measured: Record<string, Measured> }
export interface EvidenceRef { kind: string; key: string; text: Bilingual | null; on: string | null }
export interface Behind { metric: string | null; evidence: EvidenceRef[] }
export interface Candidate {
  agent: Named
  site: string
  team: Named | null
  as_of: string
  hired: string
  level: Named
  levels: { level: Named; since: string }[]
  contract: string
  shift: string | null
  next: NextStep[]
  behind: Record<string, Behind[]>
  months: CareerMonth[]
  metrics: Record<string, Bilingual>
  enters: boolean
}
export interface CareerFact { id: string; source: string; at: string; value: string; weight: string; queue: string | null; received_at: string }

export interface CareerRecord {
  id: number
  agent: string
  on: string
  body: { kind: string } & Record<string, unknown>
  name: Bilingual | null
  source: string
  carried_over: boolean
  ref: string
  accepted_at: string
  by: string
  withdrawn: { at: string; by: string; reason: string } | null
  withdrawable: boolean
}
export interface CareerRecords { items: CareerRecord[]; enters: string[] }
