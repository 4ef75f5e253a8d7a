/** Signed dossiers and certificates, the counter where anybody checks them, support plans and measures. */

import type { Bilingual, Named } from './types'

export interface SignedDocument {
  number: string
  kind: 'dossier' | 'certificate'
  agent: Named
  cycle: number | null
  cycle_name: Bilingual | null
  as_of: string
  issued_at: string
  issued_by: string | null
  sha256: string
  key: string
  erased: boolean
}
export type Said = string | Bilingual | null
export interface Column { label: Bilingual; shape: 'text' | 'number' | 'date' }
export interface Part { code: string; title: Bilingual; note: Bilingual | null; columns: Column[]; rows: Said[][] }
export interface DossierPage {
  about: SignedDocument
  document: { number: string; title: Bilingual; name: Bilingual; centre: Bilingual; issued: string; as_of: string; verify: string; head: { label: Bilingual; shape: string; value: Said }[]; parts: Part[] }
}
export interface Batch { id: number; cycle: number; total: number; done: number; finished: boolean }
export interface CycleName { id: number; code: string; name: Bilingual; phase: string }

export interface Checked {
  answer: 'genuine' | 'withdrawn' | 'changed' | 'forged' | 'unknown' | 'unreadable'
  number: string | null
  kind: 'dossier' | 'certificate' | 'honor' | null
  issued_at: string | null
  withdrawn_at: string | null
  centre: Bilingual | null
  sha256: string | null
  key: string | null
  exact: boolean
  holds: number
  sheet: string | null
  cell: string | null
  name: Bilingual | null
  says: Bilingual | null
}

export type Cause = 'performance' | 'recertification' | 'onboarding' | 'return' | 'other'
export interface Plan {
  id: number
  agent: Named
  level: string
  team: Named | null
  cause: Cause
  goals: string
  help: string
  starts: string
  ends: string
  opened_by: string
  opened_at: string
  outcome: 'running' | 'recovered' | 'not_enough'
  review: string | null
  reviewed_by: string | null
  reviewed_on: string | null
  may: string[]
}
export type MeasureKind = 'hold_back' | 'downgrade' | 'exit' | 'withdraw_certification'
export interface Measure {
  id: number
  agent: Named
  plan: number
  kind: MeasureKind
  reason: string
  level: string | null
  effective: string
  proposed_by: string
  proposed_on: string
  outcome: 'confirmed' | 'sent_back' | null
  answer: string | null
  decided_by: string | null
  decided_on: string | null
  may: string[]
}
export interface Again { level: string; every_months: number; pass_mark: string }
export interface Due { agent: Named; team: Named | null; level: string; certified: string; due: string; every_months: number; under_way: boolean }
export interface Recertification { asked: Again[]; due: Due[] }
