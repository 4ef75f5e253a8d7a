/** One's own path as it travels; progress and scores are in per mille. */

import type { AskedRole, Change } from './criteria'
import type { Bilingual, Named } from './types'

export type VerdictStatus = 'met' | 'not_met' | 'no_data'
export interface Help { text: Bilingual; to: string | null }
export interface OwnVerdict {
  code: string
  name: Bilingual
  sentence: Bilingual
  role: AskedRole
  asked: boolean
  status: VerdictStatus
  reason: Bilingual
  value: string | null
  threshold: string | null
  progress: number
  missing: Bilingual | null
  trend: Bilingual | null
  since: string | null
  ahead: { on: string; assumption: Bilingual } | null
  months: string[]
  skipped: { month: string; why: string; text: Bilingual }[]
  carried_over: string[]
  parts: { sentence: Bilingual; status: VerdictStatus; value: string | null; threshold: string | null; progress: number; reason: Bilingual }[]
  helps: Help[]
}
export interface NextStep {
  source: Named
  target: Named
  track: string
  state: 'blocked' | 'developing' | 'nearly' | 'ready'
  state_text: Bilingual
  blockers: Bilingual[]
  score: number
  met: number
  required: number
  on: string | null
  assumptions: Bilingual[]
  versions: { code: string; effective: string; until: string | null; state: string; score: number; counts: boolean }[]
  verdicts: OwnVerdict[]
}
export interface Rung { code: string; name: Bilingual; place: 'passed' | 'here' | 'ahead'; since: string | null }
export interface StepAhead { source: Named; target: Named; asked: { name: Bilingual; sentence: Bilingual; role: AskedRole }[] }
export interface Path {
  agent: Named
  site: string
  team: Named | null
  as_of: string
  hired: string
  level: Named
  since: string | null
  criteria: string
  criteria_since: string | null
  criteria_note: string
  tracks: { code: string; name: Bilingual; rungs: Rung[] }[]
  next: NextStep[]
  ladder: StepAhead[]
  coming: { code: string; effective: string; note: string; changes: Change[] }[]
}
