/** Arithmetic on calendar dates: `2026-03-04` texts, counted in UTC, never instants. */

const DAY_MS = 86_400_000

export const plusDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
export const daysBetween = (first: string, last: string): number => Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS)
export const mondayOf = (day: string): string => plusDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The date that an instant has by the clocks of a zone, the reader's own unless one is named. */
export function dayIn(at: string | number, zone?: string): string {
  const parts: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
  return new Intl.DateTimeFormat('en-CA', zone ? { ...parts, timeZone: zone } : parts).format(new Date(at))
}
export const today = (now = Date.now()): string => dayIn(now)

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
