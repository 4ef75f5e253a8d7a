import { describe, expect, it } from 'vitest'
import { daysOf, instantIn, nextHour } from '../../src/features/launch/windows'

const iso = (day: Date): string => day.toISOString().slice(0, 10)

describe('the days of a period', () => {
  it('are those of the site, not of the reader', () => {
    // Sunday evening in Dublin is Monday in Shanghai already.
    const now = Date.parse('2026-01-04T20:00:00Z')
    expect(iso(daysOf('this_week', 'Asia/Shanghai', now).first)).toBe('2026-01-05')
    expect(iso(daysOf('this_week', 'Europe/Dublin', now).first)).toBe('2025-12-29')
    expect(iso(daysOf('next_week', 'Europe/Dublin', now).last)).toBe('2026-01-11')
  })

  it('end a month on its last day, over the turn of a year too', () => {
    const now = Date.parse('2025-12-31T12:00:00Z')
    expect(iso(daysOf('next_month', 'Europe/Dublin', now).first)).toBe('2026-01-01')
    expect(iso(daysOf('next_month', 'Europe/Dublin', now).last)).toBe('2026-01-31')
  })
})

describe('an instant by a zone’s clock', () => {
  it('knows summer time on both sides of its change', () => {
    expect(instantIn('Asia/Shanghai', '2026-03-04T09:00')).toBe('2026-03-04T01:00:00Z')
    expect(instantIn('Europe/Dublin', '2026-03-28T09:00')).toBe('2026-03-28T09:00:00Z')
    expect(instantIn('Europe/Dublin', '2026-03-30T09:00')).toBe('2026-03-30T08:00:00Z')
    expect(instantIn('Europe/Dublin', '')).toBeNull()
  })

  it('offers the next full hour of the site', () => {
    expect(nextHour('Asia/Shanghai', Date.parse('2026-03-04T01:20:00Z'))).toBe('2026-03-04T10:00')
    expect(nextHour('Asia/Shanghai', Date.parse('2026-03-04T01:20:00Z'), 2)).toBe('2026-03-04T12:00')
  })
})
