/** Days of a calendar page and which lane a contest lies in; days are `2026-03-04` texts, counted in UTC, never instants. */

const DAY_MS = 86_400_000

export const plusDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
export const daysBetween = (first: string, last: string): number => Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS)
export const mondayOf = (day: string): string => plusDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The reader's own date. */
export function today(now = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

/** The same day some months on; a 31st that a month lacks falls on its end. */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const length = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, length))).toISOString().slice(0, 10)
}

/** The Mondays of the weeks that a month touches. */
export function mondaysOf(day: string): string[] {
  const first = `${day.slice(0, 8)}01`
  const end = plusMonths(first, 1)
  const found: string[] = []
  for (let monday = mondayOf(first); monday < end; monday = plusDays(monday, 7)) found.push(monday)
  return found
}

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
