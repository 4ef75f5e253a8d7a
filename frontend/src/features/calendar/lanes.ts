/** Which lane of a calendar page a contest lies in; days are `2026-03-04` texts. */

import { daysBetween, plusDays } from '../../i18n/dates'

export interface Lying { first: string; last: string }
/** A contest in a week: the columns 1…7 it covers, the lane it lies in, and whether it goes on beyond the week's edges. */
export interface Laid<T> { item: T; from: number; to: number; lane: number; before: boolean; after: boolean }

/** Lays what touches a week into lanes, the longest first, so that no two of one lane meet. */
export function laid<T extends Lying>(items: readonly T[], monday: string): Laid<T>[] {
  const sunday = plusDays(monday, 6)
  const touching = items.filter((item) => item.first <= sunday && item.last >= monday)
  const found = touching.map((item) => ({
    item,
    from: Math.max(0, daysBetween(monday, item.first)) + 1,
    to: Math.min(6, daysBetween(monday, item.last)) + 1,
    lane: 0,
    before: item.first < monday,
    after: item.last > sunday,
  }))
  found.sort((one, other) => one.from - other.from || other.to - one.to)
  const ends: number[] = []
  for (const one of found) {
    const free = ends.findIndex((end) => end < one.from)
    one.lane = free < 0 ? ends.length : free
    ends[one.lane] = one.to
  }
  return found
}
