import { describe, expect, it } from 'vitest'
import { drawn, thinned, type Line, type Noted } from '../../src/charts/bump'

const noted = (hour: number, ranks: Record<string, number | null> = {}): Noted => ({ at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(), ranks })
const line = (id: string): Line => ({ id, code: id.toUpperCase(), name: id })

describe('a bump chart', () => {
  it('keeps a short history whole and thins a long one evenly, first and last included', () => {
    const short = [noted(0), noted(1)]
    expect(thinned(short)).toEqual(short)
    const long = Array.from({ length: 700 }, (_, hour) => noted(hour))
    const fewer = thinned(long, 64)
    expect(fewer).toHaveLength(64)
    expect(fewer[0]).toEqual(long[0])
    expect(fewer.at(-1)).toEqual(long.at(-1))
    expect(new Set(fewer.map((one) => one.at)).size).toBe(64)
  })

  it('draws the best of the newest ranks, and who has none after them', () => {
    const lines = ['t1', 't2', 't3', 't4'].map(line)
    const newest = noted(0, { t1: 3, t2: null, t3: 1 })
    expect(drawn(lines, newest, 3).map((one) => one.id)).toEqual(['t3', 't1', 't2'])
    expect(drawn(lines, newest, 3, 3).map((one) => one.id)).toEqual(['t4'])
    expect(drawn(lines, undefined).map((one) => one.id)).toEqual(['t1', 't2', 't3', 't4'])
  })
})
