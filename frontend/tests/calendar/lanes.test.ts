import { describe, expect, it } from 'vitest'
import { laid } from '../../src/features/calendar/lanes'
import { mondayOf, mondaysOf, plusDays, plusMonths } from '../../src/i18n/dates'

describe('the days of a page', () => {
  it('begin on the Monday of the month’s first week and end with its last', () => {
    expect(mondaysOf('2026-03-17')).toEqual(['2026-02-23', '2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30'])
    expect(mondaysOf('2027-02-01')).toHaveLength(4)
  })

  it('count through changes of the clock and ends of months', () => {
    expect(plusDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(mondayOf('2026-03-01')).toBe('2026-02-23')
    expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(plusMonths('2026-01-31', -2)).toBe('2025-11-30')
  })
})

describe('lanes', () => {
  const item = (first: string, last: string) => ({ first: `2026-03-${first}`, last: `2026-03-${last}` })

  it('never hold two contests of one day', () => {
    const items = [item('01', '31'), item('09', '15'), item('09', '10'), item('11', '11'), item('12', '20'), item('15', '15')]
    const week = laid(items, '2026-03-09')
    for (const one of week) for (const other of week) {
      if (one !== other && one.lane === other.lane) expect(one.to < other.from || other.to < one.from).toBe(true)
    }
    expect(Math.max(...week.map((one) => one.lane))).toBe(3)
    expect(week[0]).toMatchObject({ from: 1, to: 7, before: true, after: true })
  })

  it('leave out what only touches other weeks', () => {
    expect(laid([item('02', '08'), item('16', '16')], '2026-03-09')).toEqual([])
  })
})
