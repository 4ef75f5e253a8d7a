/** Decides how a place is counted aloud. */

import type { Locale } from '../api/types'

const ENDS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
const rules = new Intl.PluralRules('en', { type: 'ordinal' })

/** `3rd` in English, `3` in Chinese, where the words around it do the counting. */
export const ordinal = (locale: Locale, place: number): string =>
  locale === 'zh' ? String(place) : `${place}${ENDS[rules.select(place)] ?? 'th'}`
