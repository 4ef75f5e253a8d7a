/** A sheet's rules while somebody edits them: copies, new lines, and the weights added up exactly. */

import type { CardRules, How, HowKind, RuleTerm, Tier } from '../../api/scorecards'
import { scaled } from '../../i18n/decimals'

export const copied = (rules: CardRules): CardRules => JSON.parse(JSON.stringify(rules)) as CardRules

export const KINDS: Record<Tier, readonly HowKind[]> = {
  agent: ['curve', 'queue_band', 'volume_index', 'quality_index', 'training_index'],
  lead: ['members', 'curve'],
  centre: ['members', 'curve'],
}

/** What a way of counting begins with; the service fills in the metrics of the classic indices. */
export function fresh(kind: HowKind, metric: string): How {
  switch (kind) {
    case 'curve': return { kind, metric, floor: '80', target: '90', stretch: '100' }
    case 'queue_band': return { kind, metric: 'handle_time', within: '15', tolerance: '30' }
    case 'volume_index': return { kind, unit_target: '5000', credit_complaints: false, clamp: ['0', '120'] }
    case 'quality_index': return { kind, coefficient: '1.5', clamp: ['0', '120'] }
    case 'training_index': return { kind, coefficient: '5', clamp: ['0', '120'] }
    case 'members': return { kind }
  }
}

export function freshTerm(taken: readonly string[], metric: string): RuleTerm {
  let code = 'line'
  for (let n = 2; taken.includes(code); n += 1) code = `line_${n}`
  return { code, zh: '', en: '', weight: '10', how: fresh('curve', metric) }
}

/** The weights together as decimal text; null while one of them is no amount. */
export function sumOf(terms: readonly RuleTerm[]): string | null {
  let sum = 0n
  for (const term of terms) {
    const weight = scaled(term.weight.trim(), 6)
    if (weight === null) return null
    sum += weight
  }
  const part = (sum % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${sum / 1_000_000n}${part ? `.${part}` : ''}`
}

const AMOUNTS = ['floor', 'target', 'stretch', 'within', 'tolerance', 'unit_target', 'coefficient'] as const

/** The places of amounts that are no plain decimals, as the service would name them; it does not read rules with such. */
export function unreadable(rules: CardRules): { where: string; word: string }[] {
  const found: { where: string; word: string }[] = []
  const judge = (where: string, text: string | null | undefined): void => {
    if (text !== null && text !== undefined && scaled(text, 6) === null) found.push({ where, word: text })
  }
  rules.terms.forEach((term, place) => {
    judge(`terms.${place}.weight`, term.weight)
    for (const name of AMOUNTS) judge(`terms.${place}.how.${name}`, term.how[name])
    if (!/^[a-z][a-z0-9_]*$/.test(term.code)) found.push({ where: `terms.${place}.code`, word: term.code })
  })
  rules.caps.forEach((cap, place) => {
    for (const name of ['cap', 'below', 'at_least'] as const) judge(`caps.${place}.${name}`, cap[name])
  })
  judge('max_missing', rules.max_missing)
  return found
}
