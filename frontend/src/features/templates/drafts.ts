/** A template while somebody writes it: every part is there, so that a form can hold it; what is empty travels as absent. */

import { withQueues } from '../../arranging/queues'
import type { FullTemplate, Play } from '../../api/planning'
import type { Rules, Term } from '../../api/types'

export interface Condition { metric: string; at_least: string; at_most: string; per_fte: boolean }
/** The rules with nothing left out. Further parts travel untouched. */
export interface RulesDraft {
  method: string
  terms: (Required<Omit<Term, 'target' | 'targets'>> & Pick<Term, 'targets'>)[]
  targets: Record<number, string>
  /** Targets of single queues, by place of the term and by queue. */
  byQueue: Record<number, Record<string, string>>
  queues: string[]
  formula: string
  teamRule: { kind: string; n: number }
  minFte: string
  shrinkage: string
  qualifying: Condition[]
  guardrails: { metric: string; floor: string }[]
  ties: { metric: string; direction: 'higher' | 'lower' }[]
  topN: number
  rest: Record<string, unknown>
}

export const freshTerm = (metric: string): RulesDraft['terms'][number] => ({ metric, points: '1', weight: '1', floor: '0', cap: '120', curve: 'ratio', missing: 'no_data' })

export function draftOf(rules: Rules): RulesDraft {
  const { method, terms, formula, team_rule, min_fte, shrinkage, qualifying, guardrails, tie_breakers, top_n, queues, ...rest } = rules
  const targets: Record<number, string> = {}
  ;(terms ?? []).forEach((term, place) => void (term.target && (targets[place] = term.target)))
  return {
    method,
    terms: (terms ?? []).map((term) => ({ ...freshTerm(term.metric), ...Object.fromEntries(Object.entries(term).filter(([name]) => name !== 'target' && name !== 'targets')) })),
    targets,
    byQueue: Object.fromEntries((terms ?? []).map((term, place) => [place, { ...term.targets }])),
    queues: [...(queues ?? [])],
    formula: formula ?? '',
    teamRule: { kind: team_rule?.kind ?? 'per_head', n: team_rule?.n ?? 5 },
    minFte: min_fte ?? '3',
    shrinkage: shrinkage ?? '',
    qualifying: (qualifying ?? []).map((one) => ({ metric: one.metric, at_least: one.at_least ?? '', at_most: one.at_most ?? '', per_fte: one.per_fte ?? false })),
    guardrails: (guardrails ?? []).map((one) => ({ ...one })),
    ties: (tie_breakers ?? []).map((one) => ({ ...one })),
    topN: top_n ?? 5,
    rest,
  }
}

export function rulesOf(draft: RulesDraft): Rules {
  const terms = draft.terms.map((term, place) => ({ ...term, ...(draft.targets[place]?.trim() ? { target: draft.targets[place]?.trim() } : {}) }))
  const rules = {
    ...draft.rest,
    method: draft.method as Rules['method'],
    terms,
    ...(draft.method === 'formula' ? { formula: draft.formula } : {}),
    team_rule: { kind: draft.teamRule.kind, ...(draft.teamRule.kind === 'best' ? { n: draft.teamRule.n } : {}) } as Rules['team_rule'],
    min_fte: draft.minFte.trim() || '0',
    shrinkage: draft.shrinkage.trim() || null,
    qualifying: draft.qualifying.map((one) => ({ metric: one.metric, at_least: one.at_least.trim() || null, at_most: one.at_most.trim() || null, per_fte: one.per_fte })),
    guardrails: draft.guardrails,
    tie_breakers: draft.ties,
    top_n: draft.topN,
  } as Rules
  return withQueues(rules, draft.queues, draft.byQueue)
}

const WITHOUT = new Set(['format', 'version', 'archived', 'approved', 'code'])

/** What the service takes back of a template: everything but what it says itself. */
export function sentOf(template: FullTemplate, rules: Rules, play: Play): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(template).filter(([name]) => !WITHOUT.has(name)))
  return { ...kept, rules, play }
}

export const FRESH: FullTemplate = {
  code: '',
  name: { zh: '', en: '' },
  about: { zh: '', en: '' },
  skill: { zh: '', en: '' },
  practice: [],
  format: 'race',
  play: { format: 'race' },
  participants: 'team',
  period: 'week',
  rules: { method: 'attainment', terms: [{ metric: 'qa' }] },
  freeze_minutes: null,
  appeal_hours: 48,
  two_person: false,
  prizes: [],
  approved: false,
  archived: false,
  version: 0,
}
