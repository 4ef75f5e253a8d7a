/** Sampling plans, cases, faults and benchmarks as they travel; shares and points stay decimal text. */

import type { Bilingual, Named } from './types'

export type Standing = 'ahead' | 'due' | 'late' | 'done'
export interface Sample {
  id: number
  agent: string
  name: Bilingual | null
  team: Named | null
  site: Named
  day: string
  standing: Standing
  account: number
  evaluator: string | null
  call: string
  recording: string
  evaluation: number | null
  done_at: string | null
}
export interface Evaluator { account: number; name: string; role: 'analyst' | 'assessor' }
export interface PlanLine { id: number; site: Named; month: string; per_month: number; planned_at: string; samples: number; done: number }
export interface Plans { items: PlanLine[]; evaluators: Evaluator[] }
export interface EvaluatorLine extends Evaluator { planned: number; done: number; late: number; without_call: number; a_day: number | null }
export interface AgentLine { agent: Named; team: Named | null; worked_days: number; planned: number; done: number; late: number; short: 'nobody' | 'late' | 'planning' | null }
export interface SamplingPlan extends PlanLine { evaluators: EvaluatorLine[]; agents: AgentLine[]; items: Sample[]; dropped: number; added: number; chosen: number[] }

/** What handing out did, or would do. */
export interface HandedOut {
  handed: { sample: number; agent: Named; day: string; before: string; evaluator: string; call: string; call_day: string | null }[]
  own_line: number
  without_call: number
  unused: { agent: string; day: string; call: string; why: 'taken' | 'no_sample' }[]
}

export interface Fault { item: string; name: Bilingual; critical: boolean; count: number; applied: number; rate: string; share: string; cumulated: string; lost: string; vital: boolean }
export interface Faults { form: string; name: Bilingual; first: string; last: string; calls: number | null; agents: number | null; mean: string | null; withheld: boolean; items: Fault[] }

export type CaseKind = 'model' | 'lesson'
export interface Case {
  id: number
  title: string
  summary: string
  kind: CaseKind
  tags: string[]
  giver: Named | null
  evaluation: number | null
  queue: Named | null
  recording: string
  consent: boolean
  anonymised: boolean
  given_on: string
  revision: number
  added_by: string
  withdrawn_at: string | null
  withdrawn_why: string
  practised: number
}
export interface Cases { items: Case[]; tags: { tag: string; cases: number }[]; may: string[] }

export interface Definition { metric: string; unit: string; combine: string; good: string; counts: string }
export interface Pack { id: number; source: string; year: number; figures: number; imported_by: string; imported_at: string }
export interface Figure { definition: Definition; quarter: string; median: string; three_quarters: string }
export interface PackRead { source: string; year: number | null; figures: Figure[]; errors: { row: number; column: string | null; messages: Bilingual }[] }
export interface Compared {
  metric: string
  name: Bilingual | null
  published: Definition
  own: Definition | null
  quarter: string
  median: string
  three_quarters: string
  value: string | null
  where: 'best_quarter' | 'upper_middle' | 'lower_middle' | 'last_quarter' | null
  refused: string | null
  why: Bilingual | null
  differs: string
}
export interface Comparison { pack: Pack; items: Compared[] }
