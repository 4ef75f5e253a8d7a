/** Which days a named period covers on a site's calendar, for the preview; the service decides the exact instants. */

export type PeriodKind = 'this_week' | 'next_week' | 'this_month' | 'next_month' | 'hours'

export const KINDS: Record<'week' | 'month' | 'hours', readonly PeriodKind[]> = {
  week: ['this_week', 'next_week'],
  month: ['this_month', 'next_month'],
  hours: ['hours'],
}
const DAY_MS = 86_400_000

/** The calendar date in a zone as midnight UTC: a date to count with, not an instant. */
function dateIn(zone: string, now: number): Date {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
  return new Date(`${parts}T00:00:00Z`)
}

/** First and last day of a named period; weeks start on Monday. */
export function daysOf(kind: Exclude<PeriodKind, 'hours'>, zone: string, now: number): { first: Date; last: Date } {
  const today = dateIn(zone, now)
  if (kind.endsWith('week')) {
    const monday = today.getTime() - ((today.getUTCDay() + 6) % 7) * DAY_MS + (kind === 'next_week' ? 7 * DAY_MS : 0)
    return { first: new Date(monday), last: new Date(monday + 6 * DAY_MS) }
  }
  const month = today.getUTCMonth() + (kind === 'next_month' ? 1 : 0)
  return { first: new Date(Date.UTC(today.getUTCFullYear(), month, 1)), last: new Date(Date.UTC(today.getUTCFullYear(), month + 1, 0)) }
}

/** How far a zone's clock is ahead of UTC at an instant, in ms. */
function ahead(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hour12: false, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour') % 24, read('minute'), read('second')) - Math.floor(at / 1000) * 1000
}

/** The instant at which a zone's clock shows `2026-03-04T09:00`; where summer time skips it, the one an hour later. */
export function instantIn(zone: string, wall: string): string | null {
  // Browsers read an incomplete text as some date of their own liking.
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : NaN
  if (Number.isNaN(shown)) return null
  const guess = shown - ahead(zone, shown)
  return new Date(shown - ahead(zone, guess)).toISOString().replace('.000Z', 'Z')
}

/** What a zone's clock shows at an instant, as a `datetime-local` field wants it, on the next full hour. */
export function nextHour(zone: string, now: number, plusHours = 0): string {
  const at = Math.ceil(now / 3_600_000) * 3_600_000 + plusHours * 3_600_000
  return new Date(at + ahead(zone, at)).toISOString().slice(0, 16)
}
