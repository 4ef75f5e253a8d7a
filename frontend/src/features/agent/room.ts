/** Decides how many points a term could still add by reaching its target; a hint for people, never part of a score. */

import type { WhyTerm } from '../../api/types'
import { difference, scaled } from '../../i18n/decimals'

/** (100 − attainment) × weight ÷ Σ weights with one place more than is shown; null where nothing is known, 0 beyond the target. */
export function roomOf(term: WhyTerm, all: readonly WhyTerm[]): string | null {
  if (term.attainment === null) return null
  const short = difference('100', term.attainment)
  const weight = scaled(term.weight, 6)
  const sum = all.reduce((total, one) => total + (scaled(one.weight, 6) ?? 0n), 0n)
  if (short === null || weight === null || sum <= 0n) return null
  const units = ((scaled(short, 4) ?? 0n) * weight) / sum
  if (units <= 0n) return '0.0000'
  const digits = units.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}
