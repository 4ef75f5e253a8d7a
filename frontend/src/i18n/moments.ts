/** Decides how instants and stretches of time are said in either language. */

import type { Locale } from '../api/types'

const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }
const formats = new Map<string, Intl.DateTimeFormat>()

let own: string | undefined
/** Where the reader is; a format costs a phone as much as the rest of a card, so none is made twice for the same clock. */
const here = (): string => (own ??= new Intl.DateTimeFormat().resolvedOptions().timeZone)

function format(locale: Locale, where: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zone = where === here() ? undefined : where
  const key = `${locale} ${zone ?? ''} ${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(TAGS[locale], zone ? { ...options, timeZone: zone } : options)
    formats.set(key, found)
  }
  return found
}

const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', weekday: 'short' }
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false }

export const clock = (locale: Locale, at: string | number, zone?: string): string =>
  format(locale, zone, CLOCK).format(new Date(at))

/** Day and time; the zone is named when it is not the reader's own, and the year when it is not the present one. */
export function moment(locale: Locale, at: string | number, zone?: string): string {
  const when = new Date(at)
  const of = year(when.getTime(), zone) === year(Date.now(), zone) ? {} : { year: 'numeric' as const }
  return format(locale, zone, { ...DAY, ...of, ...CLOCK }).format(when) + elsewhere(when, zone)
}

/** The zone in brackets where its clocks say something else than the reader's. */
const elsewhere = (at: Date, zone?: string): string => (zone && !sameClock(zone, at) ? ` (${zone.split('/').pop()?.replaceAll('_', ' ')})` : '')

function sameClock(zone: string, at: Date): boolean {
  return zone === here() || format('en', zone, { ...DAY, ...CLOCK }).format(at) === format('en', undefined, { ...DAY, ...CLOCK }).format(at)
}

/** The day of the week and the time, for places where one glance must do; by the clock of where it happens. */
export const weekday = (locale: Locale, at: string | number, zone?: string): string =>
  format(locale, zone, { weekday: 'short', ...CLOCK }).format(new Date(at))

export const day = (locale: Locale, at: string | number, zone?: string): string =>
  format(locale, zone, DAY).format(new Date(at))

/** A business day may begin this late; what ends by then ends with the day before. */
const SMALL_HOURS_MS = 8 * 3_600_000

/** From the first day to the last; `ends` is half-open, so midnight, or six for a night shift, belongs to the day before. */
export function span(locale: Locale, starts: string, ends: string, zone?: string): string {
  const long = Date.parse(ends) - Date.parse(starts) >= 86_400_000
  if (!long) {
    const named = elsewhere(new Date(starts), zone)
    const first = moment(locale, starts, zone)
    return `${named ? first.slice(0, -named.length) : first} – ${clock(locale, ends, zone)}${named}`
  }
  const [from, to] = [Date.parse(starts), Date.parse(ends) - SMALL_HOURS_MS]
  const [first, last] = [day(locale, from, zone), day(locale, to, zone)]
  const [began, ended] = [year(from, zone), year(to, zone)]
  if (began !== ended) return `${inYear(locale, first, began)} – ${inYear(locale, last, ended)}`
  const said = first === last ? first : `${first} – ${last}`
  return ended === year(Date.now(), zone) ? said : inYear(locale, said, ended)
}

const year = (at: number, zone?: string): string =>
  !zone || zone === here() ? String(new Date(at).getFullYear()) : format('en', zone, { year: 'numeric' }).format(new Date(at))
const inYear = (locale: Locale, said: string, of: string): string => (locale === 'zh' ? `${of}年${said}` : `${said} ${of}`)

/** From one calendar date to another, both included: dates have no zone. */
export function dates(locale: Locale, first: string, last: string): string {
  const said = (text: string): string => day(locale, `${text}T12:00:00Z`, 'UTC')
  return first === last ? said(first) : `${said(first)} – ${said(last)}`
}

/** When something was over, for one glance: the last day of a stretch of days, the day of the week and the time of some hours. */
export function over(locale: Locale, starts: string, ends: string, zone?: string): string {
  const long = Date.parse(ends) - Date.parse(starts) >= 86_400_000
  return long ? day(locale, Date.parse(ends) - SMALL_HOURS_MS, zone) : weekday(locale, ends, zone)
}

/** The reader's own zone, for fields in which an instant is typed by their clock. */
export const ownZone = (): string => here().replaceAll('_', ' ')

type Unit = 'd' | 'h' | 'min' | 's'
const UNIT: Record<Locale, Record<Unit, string>> = {
  zh: { d: '天', h: '小时', min: '分钟', s: '秒' },
  en: { d: 'd', h: 'h', min: 'min', s: 's' },
}

/** A stretch in at most two units, the second only where it still matters: `2 d 4 h`, `35 min`, `12 s`. */
export function stretch(locale: Locale, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [d, h, m] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (d) return say(locale, [d, 'd'], [h, 'h'])
  if (h) return say(locale, [h, 'h'], [m, 'min'])
  return m ? say(locale, [m, 'min']) : say(locale, [seconds, 's'])
}

function say(locale: Locale, ...parts: [number, Unit][]): string {
  return parts
    .filter(([amount], place) => place === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${UNIT[locale][unit]}`)
    .join(' ')
}

/** Below an hour a running clock, `42:07`; otherwise a stretch. */
export function countdown(locale: Locale, ms: number): string {
  if (ms <= 0 || ms >= 3_600_000) return stretch(locale, ms)
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A month as careers name it: `Oct 2026`, `2026年10月`. */
export const calendarMonth = (locale: Locale, month: string): string =>
  format(locale, 'UTC', { year: 'numeric', month: 'short' }).format(new Date(`${month}-15T12:00:00Z`))

/** A calendar date with its year, which careers need: `1 Oct 2026`, `2026年10月1日`. Dates have no zone. */
export const calendarDay = (locale: Locale, date: string): string =>
  format(locale, 'UTC', { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(`${date}T12:00:00Z`))
