/** Criteria as they travel: versions, what they ask, their faults, their differences, and what they would have meant. */

import type { Bilingual, Named } from './types'

export type Widget = 'number' | 'amount' | 'code' | 'metric' | 'codes' | 'skills' | 'choice' | 'flag' | 'bonus' | 'alternatives'
export interface Field {
  name: string
  widget: Widget
  optional: boolean
  start: unknown
  least: number | null
  most: number | null
  choices: string[]
}
export interface Kind { kind: string; name: Bilingual; single: boolean; fields: Field[] }
export interface Forms {
  kinds: Kind[]
  tracks: { code: string; name: Bilingual; levels: Named[] }[]
  metrics: Named[]
  skills: Named[]
  stages: Named[]
}

export type Criterion = Record<string, unknown> & { kind: string }
export type AskedRole = 'required' | 'weighted' | 'bonus'
export interface Asked {
  code: string
  zh: string
  en: string
  criterion: Criterion
  role: AskedRole
  weight: string
  enabled: boolean
  sentence?: Bilingual
}
export interface OrderKey { by: string; best: 'higher' | 'lower' }
export interface Step { source: Named; target: Named; asked: Asked[]; order: OrderKey[] }
export interface Fault { code: string; where: string; word: string; text: Bilingual; blocks: boolean }
export type VersionState = 'draft' | 'coming' | 'in_force' | 'favoured' | 'past'
export interface Version {
  code: string
  effective: string
  note: string
  state: VersionState
  revision: number
  based_on: string | null
  created_at: string
  changed_at: string
  changed_by: string | null
  adopted_at: string | null
  adopted_by: string | null
}
export interface VersionDetail extends Version { steps: Step[]; faults: Fault[] }
export interface Judged { faults: Fault[]; sentences: Bilingual[][] | null }
export interface Change {
  source: string
  target: string
  step: Bilingual
  what: string
  code: string | null
  name: Bilingual
  before: Bilingual | null
  after: Bilingual | null
}

export interface Group { group: string; people: number; before: number; after: number }
export interface StepTried {
  source: Named
  target: Named
  asked_before: boolean
  asked_after: boolean
  people: number | null
  before: number | null
  after: number | null
  gained: number | null
  lost: number | null
  by: { dimension: string; groups: Group[] }[]
}
export interface Changed { agent: Named; site: string; source: string; target: string; ready: boolean }
export interface DayTried { as_of: string; cycle: Bilingual | null; steps: StepTried[]; changed: Changed[] | null }
export interface Preview { code: string; against: string; smallest: number; days: DayTried[] }
export interface PreviewLine { done: number; of: number; report?: Preview }
