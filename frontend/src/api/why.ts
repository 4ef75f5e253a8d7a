/** Why a number is what it is: what an explanation answers. */

import type { Measure, Named, Rules } from './types'

/** A term of a score; `contribution` is its part, the parts add up; `missing` says what became of it when it has no value. */
export interface WhyTerm {
  metric: string
  value: string | null
  target: string | null
  weight: string
  attainment: string | null
  contribution: string | null
  n: number
  missing: 'counted' | 'no_data' | 'zero' | 'skip' | 'private'
  /** Under improvement: the same of the weeks before. */
  past_value?: string | null
  past_attainment?: string | null
}
export interface WhyMember {
  agent: string
  fte_days: string
  share: string
  counted: boolean
  used: boolean
  score?: string | null
  contribution?: string | null
  terms?: WhyTerm[]
}
export interface WhyCondition {
  metric: string
  value: string | null
  at_least: string | null
  at_most: string | null
  per_fte: boolean
  holds: boolean
}
export interface Why {
  contest: number
  participant: Named
  as_of: string
  rules: Rules
  why: {
    participant: string
    score: string | null
    method: Rules['method']
    team_rule: string
    formula: string | null
    terms: WhyTerm[]
    headcount: string
    working_days: number
    min_fte: string | null
    conditions: WhyCondition[]
    pull: { k: string; mean: string; contribution: string } | null
  }
  metrics: Record<string, Measure>
  members: { agent: Named; figures: WhyMember }[]
  hidden_members: number
  facts_url: string | null
  /** As on the board: the parts and what was given or taken by hand, of which the public reads a neutral word. */
  score?: string | null
  adjustments?: { code: string; amount: string }[]
}
export interface WhyFact {
  id: string
  source: string
  revision: number
  agent: string | null
  team: string | null
  metric: string
  queue: string | null
  at: string
  value: string
  weight: string
  received_at: string
}
