/** Monthly scorecards as the service says them; scores, values and points are decimal text, months are `2026-06`. */

import type { Bilingual, Named } from './types'

export type Tier = 'agent' | 'lead' | 'centre'
export type CardState = 'running' | 'waiting' | 'published' | 'carried_over'

export interface CardRow {
  tier: Tier
  code: string
  name: Bilingual
  site: string
  teams: string[]
  month: string
  state: CardState
  score: string | null
  capped: string | null
  reason: string
  half_days: number | null
  revision: number | null
  lines: Record<string, string | null>
}
export interface QueuePart { queue: Named; value: string; median: string; calls: string; points: string }
export interface MemberPart { member: Named | null; score: string | null; half_days: number }
export interface SheetLine {
  code: string
  name: Bilingual
  kind: HowKind
  weight: string
  metrics: Named[]
  unit: string
  value: string | null
  points: string | null
  share: string | null
  steps: string[] | null
  band: string[] | null
  queues: QueuePart[]
  members: MemberPart[]
  /** Left out until a frozen contest is revealed. */
  untold: boolean
}
export interface SheetCap { metric: Named; cap: string; below: string | null; at_least: string | null; value: string | null; holds: boolean }
export interface Sheet {
  tier: Tier
  code: string
  name: Bilingual
  site: Named
  month: string
  state: CardState
  score: string | null
  before_caps: string | null
  capped: string | null
  reason: string
  max_missing: string
  half_days: number | null
  teams: { team: Named; half_days: number }[]
  leads: Named[]
  starts: string
  ends: string
  lines: SheetLine[]
  caps: SheetCap[]
  revision: number | null
  revisions: number
  ground: string | null
  changed: string[]
  published_at: string | null
  counted_at: string | null
  due_at: string | null
  rules_from: string | null
}
export interface SheetRevision { revision: number; published_at: string; score: string | null; ground: string; changed: string[] }
export interface TrendMonth { month: string; state: CardState | null; score: string | null; capped: string | null; revision: number | null }
export interface Trend { tier: Tier; code: string; name: Bilingual; months: TrendMonth[] }

export type HowKind = 'curve' | 'queue_band' | 'volume_index' | 'quality_index' | 'training_index' | 'members'
/** How a line is worth points; which fields there are follows from its kind. */
export interface How {
  kind: HowKind
  metric?: string
  floor?: string
  target?: string
  stretch?: string
  within?: string
  tolerance?: string
  unit_target?: string
  coefficient?: string
  credit_complaints?: boolean
  clamp?: [string, string] | null
  [other: string]: unknown
}
export interface RuleTerm { code: string; zh: string; en: string; weight: string; how: How }
export interface RuleCap { metric: string; cap: string; below?: string | null; at_least?: string | null }
export interface CardRules { terms: RuleTerm[]; caps: RuleCap[]; max_missing: string }
export interface AdoptedRules { id: number; tier: Tier; from_month: string | null; rules: CardRules; note: string; made_at: string; made_by: string | null; in_force: boolean }
export interface ReadyMade { code: string; name: Bilingual; tier: Tier; rules: CardRules }
export interface AllRules { items: AdoptedRules[]; ready_made: ReadyMade[]; first_open: string }
export interface RuleFault { code: string; where: string; word: string; text: Bilingual }
export interface Tried {
  faults: RuleFault[]
  month: string | null
  sheets: number
  too_few: boolean
  mean_before: string | null
  mean_after: string | null
  no_data_before: number
  no_data_after: number
  higher: number
  lower: number
  changes: { low: number | null; high: number | null; sheets: number }[]
  reaching: { mark: number; before: number; after: number }[]
}
export interface CardMonth { site: Named; month: string; state: CardState; due_at: string; published_at: string | null; counted_at: string | null; waiting: boolean; sheets: number; no_data: number; corrected: number }
export interface CardMonths { items: CardMonth[]; publish_days: Record<string, number> }
export interface Metric { code: string; name: Bilingual; subject: 'agent' | 'team'; unit: string }
