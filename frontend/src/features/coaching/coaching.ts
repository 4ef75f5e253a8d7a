/** What a lead may read of the own people anyway, laid side by side: each against their own usual, nobody against a colleague. */

import type { Award } from '../../api/badges'
import type { PlanLine } from '../../api/courses'
import type { Plan } from '../../api/dossiers'
import type { Talk } from '../../api/exams'
import type { Thanks, Unthanked } from '../../api/kudos'
import type { AllRules, CardRow } from '../../api/scorecards'
import type { Bilingual } from '../../api/types'
import { scaled } from '../../i18n/decimals'

/** A month with fewer half days at work says nothing, as on the ladder. */
const ENOUGH_HALF_DAYS = 20
/** So many earlier months make a usual. */
const ENOUGH_MONTHS = 2
/** Fewer points than these, in thousandths, are the ups and downs of every month. */
const TELLING = 3000n
const PLACES = 3
const MOST_TERMS = 2
/** The month's total beside its terms: months from before the service know nothing else. */
export const TOTAL = 'total'

export interface Change { code: string; now: string; usual: string; by: bigint }
export interface Member {
  code: string
  name: Bilingual
  score: string | null
  /** Why nothing is compared; null where it is. */
  silent: 'absent' | 'new' | null
  up: Change[]
  down: Change[]
  due: PlanLine[]
  support: Plan[]
  talked: string | null
  thanked: string | null
  never: boolean
  award: Award | null
}
export interface Known {
  /** The month looked at, then those before it, the latest first. */
  months: readonly CardRow[][]
  plans: readonly PlanLine[]
  support: readonly Plan[]
  talks: readonly Talk[]
  thanks: readonly Thanks[]
  unthanked: Unthanked
  awards: readonly Award[]
}

const counts = (row: CardRow | undefined): row is CardRow => !!row && row.score !== null && (row.half_days ?? 0) >= ENOUGH_HALF_DAYS
const text = (units: bigint): string => `${units / 1000n}.${(units % 1000n).toString().padStart(PLACES, '0')}`

const pointsOf = (row: CardRow): Record<string, string | null> => ({ ...row.lines, [TOTAL]: row.score })

/** All that can be compared with the own usual, the farthest from it first. */
function changes(now: CardRow, before: readonly CardRow[]): Change[] {
  return Object.entries(pointsOf(now)).flatMap(([code, points]) => {
    const present = points === null ? null : scaled(points, PLACES)
    const past = before.map((row) => pointsOf(row)[code] ?? null).flatMap((one) => (one === null ? [] : (scaled(one, PLACES) ?? [])))
    if (points === null || present === null || past.length < ENOUGH_MONTHS) return []
    const usual = past.reduce((sum, one) => sum + one, 0n) / BigInt(past.length)
    return [{ code, now: points, usual: text(usual), by: present - usual }]
  }).sort((one, other) => Number((other.by < 0n ? -other.by : other.by) - (one.by < 0n ? -one.by : one.by)))
}

const latest = (days: readonly string[]): string | null => [...days].sort().at(-1) ?? null

/** Everybody by code: the order says nothing about anybody. */
export function members(known: Known): Member[] {
  const never = new Set(known.unthanked.items.flatMap((team) => team.people.map((one) => one.code)))
  return [...(known.months[0] ?? [])].sort((one, other) => one.code.localeCompare(other.code)).map((row) => {
    const before = known.months.slice(1).map((month) => month.find((one) => one.code === row.code)).filter(counts)
    const compared = counts(row) ? changes(row, before) : []
    const silent = !counts(row) ? 'absent' : compared.length ? null : 'new'
    const of = <T extends { agent: { code: string } }>(all: readonly T[]): T[] => all.filter((one) => one.agent.code === row.code)
    return {
      code: row.code,
      name: row.name,
      score: row.score,
      silent,
      up: compared.filter((one) => one.by >= TELLING).slice(0, MOST_TERMS),
      down: compared.filter((one) => one.by <= -TELLING).slice(0, MOST_TERMS),
      due: of(known.plans).filter((one) => one.completed_on === null),
      support: of(known.support).filter((one) => one.outcome === 'running'),
      talked: latest(known.talks.filter((one) => one.mine && one.agent === row.code).map((one) => one.on)),
      thanked: latest(known.thanks.filter((one) => !one.taken_back && one.receiver.code === row.code).map((one) => one.at)),
      never: never.has(row.code),
      award: of(known.awards).filter((one) => !one.withdrawn).sort((one, other) => other.on.localeCompare(one.on))[0] ?? null,
    }
  })
}

/** The names of the terms, as the rules of agents have them now. */
export const namesOf = (rules: AllRules): Map<string, Bilingual> =>
  new Map(rules.items.filter((one) => one.tier === 'agent' && one.in_force).flatMap((one) => one.rules.terms.map((term) => [term.code, { zh: term.zh, en: term.en }])))
