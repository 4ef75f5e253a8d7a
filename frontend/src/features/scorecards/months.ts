/** Months as the service writes them (`2026-06`) and as people say them. */

import type { Locale } from '../../api/types'

export function thisMonth(now = new Date()): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`
}

/** The month `by` later (or earlier). */
export function shifted(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const all = year * 12 + number - 1 + by
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`
}

export function monthName(locale: Locale, month: string, short = false): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  if (locale === 'zh') return short ? `${number}月` : `${year}年${number}月`
  const date = new Date(Date.UTC(year, number - 1, 15))
  return new Intl.DateTimeFormat('en-GB', short ? { month: 'short', timeZone: 'UTC' } : { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
}

/** The last `n` months, the running one first. */
export const lastMonths = (n: number): string[] => Array.from({ length: n }, (_, back) => shifted(thisMonth(), -back))

/** Half days as days: `21`, `21.5`. */
export const days = (halves: number): string => (halves % 2 ? `${(halves - 1) / 2}.5` : String(halves / 2))
