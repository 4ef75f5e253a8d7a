/** The one table of what each kind of rule asks for, and how a badge becomes a form and a form a badge. */

import type { Badge, BadgeFault, BadgeLimit, BadgeRule, BadgeStep } from '../../api/badges'

export type Widget = 'choice' | 'many' | 'number' | 'amount' | 'flag' | 'code' | 'codes' | 'metric' | 'measure' | 'conditions' | 'guards'
export interface Field { name: string; widget: Widget; start: unknown; choices?: readonly string[]; optional?: boolean }
export interface Measure { metric: string; queues: string[]; per_day: boolean; sample: number }
export interface Condition { of: Measure; at_least: string | null; at_most: string | null }
export interface Guard { metric: string; at_least: string | null; at_most: string | null }
/** A badge as it is edited and sent; the service counts its versions. */
export interface Draft {
  code: string
  zh: string
  en: string
  praise_zh: string
  praise_en: string
  symbol: string
  of: 'agent' | 'team'
  rule: BadgeRule
  steps: BadgeStep[]
  limit: BadgeLimit | null
  live: boolean
  effective: string
  ends: string | null
}

const PERIODS = ['day', 'week', 'month', 'quarter', 'half_year', 'year'] as const
export const SEASONS = ['ever', 'week', 'month', 'quarter', 'half_year', 'year'] as const
const ROLES = ['lead', 'ops', 'hr', 'trainer', 'analyst'] as const
const HONORS = ['red_banner', 'team_of_the_month', 'season_champion', 'zero_complaint_team', 'most_improved_team'] as const

export const freshMeasure = (): Measure => ({ metric: 'qa', queues: [], per_day: false, sample: 4 })
export const freshCondition = (): Condition => ({ of: freshMeasure(), at_least: '85', at_most: null })
export const freshGuard = (): Guard => ({ metric: 'qa', at_least: '85', at_most: null })

const unit: Field = { name: 'unit', widget: 'choice', start: 'month', choices: PERIODS }
const of: Field = { name: 'of', widget: 'measure', start: freshMeasure() }
const also: Field = { name: 'also', widget: 'conditions', start: [] }
const guards: Field = { name: 'guards', widget: 'guards', start: [] }
const days: Field = { name: 'min_days', widget: 'number', start: 10 }
const direction: Field = { name: 'direction', widget: 'choice', start: 'higher', choices: ['higher', 'lower'] }
const within: Field = { name: 'within', widget: 'choice', start: 'ever', choices: SEASONS }
const contests: Field = { name: 'periods', widget: 'many', start: [], choices: ['hours', 'week', 'month', 'season'] }

export const KINDS: Readonly<Record<string, readonly Field[]>> = {
  over: [unit, of, direction, also, guards, days],
  streak: [{ ...unit, choices: ['day', 'shift', 'week', 'month'] }, { ...also, start: [freshCondition()] }, guards, days, { name: 'again', widget: 'flag', start: false }],
  milestone: [{ name: 'metric', widget: 'metric', start: 'calls' }, { name: 'queues', widget: 'codes', start: [] }, { ...guards, start: [freshGuard()] }, within],
  improvement: [
    unit, of, { name: 'back', widget: 'number', start: 3 }, { name: 'least_back', widget: 'number', start: 2 }, { name: 'gain', widget: 'choice', start: 'units', choices: ['units', 'percent'] },
    { ...also, start: [freshCondition()] }, guards, days,
  ],
  record: [unit, of, direction, { name: 'least_before', widget: 'number', start: 4 }, also, guards, days],
  place: [
    contests, { name: 'among', widget: 'choice', start: 'any', choices: ['any', 'team', 'agent'] }, { name: 'methods', widget: 'many', start: [], choices: ['points', 'attainment', 'improvement', 'formula'] },
    { name: 'least_ranked', widget: 'number', start: 4 }, { name: 'from_behind', widget: 'flag', start: false },
  ],
  participation: [contests, { ...within, start: 'half_year' }, { name: 'clean', widget: 'flag', start: true }],
  team_result: [{ name: 'honors', widget: 'many', start: ['red_banner'], choices: HONORS }, within],
  deeds: [{ name: 'deed', widget: 'code', start: 'case_given' }, within],
  training: [{ name: 'what', widget: 'choice', start: 'exam', choices: ['gate', 'exam', 'course', 'skill'] }, { name: 'named', widget: 'codes', start: [] }, { name: 'at_least', widget: 'amount', start: null, optional: true }, within],
  tenure: [],
  level: [{ name: 'levels', widget: 'codes', start: ['junior', 'intermediate', 'senior', 'expert'] }],
  given: [{ name: 'roles', widget: 'many', start: ['lead'], choices: ROLES }, { name: 'per_month', widget: 'number', start: 2 }],
}

export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const freshRule = (kind: string): BadgeRule => ({ ...copy(Object.fromEntries((KINDS[kind] ?? []).map((field) => [field.name, field.start]))), kind })

export function freshDraft(today: string): Draft {
  const steps: BadgeStep[] = [{ tier: 'bronze', at: '90' }, { tier: 'silver', at: '93' }, { tier: 'gold', at: '96' }]
  return { code: '', zh: '', en: '', praise_zh: '', praise_en: '', symbol: 'star', of: 'agent', rule: freshRule('over'), steps, limit: null, live: false, effective: today, ends: null }
}

/** The next version of a badge, from today on at the earliest. */
export function draftOf(badge: Badge, today: string): Draft {
  const { code, symbol, of: whose, live } = badge
  return {
    code, zh: badge.name.zh, en: badge.name.en, praise_zh: badge.praise.zh, praise_en: badge.praise.en, symbol, of: whose, rule: copy(badge.rule), steps: copy(badge.steps), limit: copy(badge.limit), live,
    effective: badge.effective > today ? badge.effective : today, ends: badge.archived ? null : badge.ends,
  }
}

export const splitCodes = (text: string): string[] => text.split(/[\s,，、;；]+/).filter((part) => part !== '')

/** The faults of a place alone, or with all within it. */
export const faultsAt = (faults: readonly BadgeFault[], where: string, within = false): BadgeFault[] =>
  faults.filter((fault) => fault.where === where || (within && fault.where.startsWith(`${where}.`)))
