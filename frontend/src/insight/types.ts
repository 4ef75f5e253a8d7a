/** What contests tell beside their places, as the service sends it. Estimates are floats: they are reports, never scores. */

import type { Bilingual, Measure, Named } from '../api/types'

export interface Estimate { n: number; mean: number; low: number; high: number }

export type Trait = 'size' | 'shift' | 'site' | 'tenure'
export interface Fairness {
  participants: Record<string, Named>
  rounds: { starts: string; ends: string; winners: string[]; score: string | null; margin: string | null; ranked: number }[]
  records: { participant: string; wins: number; ranked: number; mean_rank: number | null; place: number | null }[]
  concentration: { winners: number; expected_winners: number; chance: number; most_wins: number; agreement: number | null; agreement_by_chance: number } | null
  groups: { trait: Trait; value: string; participants: number; wins: number; expected_wins: number; place: number | null }[]
  hidden_groups: number
  warnings: { code: string; advice: string[]; trait: Trait | null; value: string }[]
}
export interface FairnessLine { done: number; of: number; report?: Fairness }

export interface Lever {
  metric: string
  kind: 'raise' | 'lower' | 'into_band'
  value: string
  goal: string
  gain: string
  reaches: string | null
  low: string | null
  high: string | null
}
export interface Levers {
  participant: Named
  own: boolean
  as_of: string
  frozen: boolean
  next: Named | null
  short: string | null
  open: { metric: string; value: string | null; at_least: string | null; at_most: string | null; per_fte: boolean }[]
  held: { metric: string; floor: string; members: number }[]
  steps: Lever[]
  metrics: Record<string, Measure>
}

export interface TeachingPoint { weeks: number; due: string; measured: boolean; n: number; estimate: Estimate | null }
export interface TaughtMetric {
  code: string
  name: Measure
  good: 'higher' | 'lower' | 'band'
  points: TeachingPoint[]
  participants: { participant: Named; before: number; changes: Record<string, number> }[]
}
export interface Teaching { contest: number; fewest: number; metrics: TaughtMetric[] }
export interface TemplateEffect {
  template: string
  name: Bilingual
  skill: Bilingual
  metric: string
  metric_name: Measure
  weeks: number
  contests: number
  n: number
  estimate: Estimate | null
}
export interface Note { team: Named; body: string; author: string | null; written_at: string | null }
