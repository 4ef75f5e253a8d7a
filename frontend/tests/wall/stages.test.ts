import { describe, expect, it } from 'vitest'
import type { Ceremony, Row } from '../../src/api/types'
import { crowdOf, ladderOf, namesOn } from '../../src/features/wall/stages'

const row = (place: number): Row => ({ id: `t${place}`, rank: place, tied: false, score: null, name: { zh: '', en: '' }, code: '', gap: null, moved: null })
const after = (step: number, steps: number): Ceremony => ({
  step,
  steps,
  stages: Array.from({ length: step }, (_, index) => ({ place: steps - index, rows: [row(steps - index)], division: '' })),
})
const shown = (step: number, steps: number): (number | null)[] => ladderOf(after(step, steps)).rungs.map((rung) => rung.stage?.place ?? null)

describe('the ladder of a reveal', () => {
  it('stands whole while it can be read, the last rung on top', () => {
    expect(shown(2, 5)).toEqual([null, null, null, 4, 5])
    expect(ladderOf(after(2, 5)).pages).toBe(1)
    expect(shown(0, 0)).toEqual([])
  })

  it('is climbed in parts where there are many rungs, each shown once and none longer than eight', () => {
    for (let steps = 1; steps <= 40; steps++) {
      const keys = new Set<string>()
      for (let step = 0; step <= steps; step++) {
        const ladder = ladderOf(after(step, steps))
        expect(ladder.rungs.length).toBeLessThanOrEqual(8)
        expect(ladder.page).toBeLessThan(ladder.pages)
        if (step) expect(ladder.rungs.some((rung) => rung.stage?.place === steps - step + 1)).toBe(true)
        for (const rung of ladder.rungs) keys.add(rung.key)
      }
      expect(keys.size).toBe(steps)
    }
    expect(shown(20, 20)).toEqual([1, 2, 3, 4, 5, 6])
    expect(shown(7, 20)).toEqual([14, 15, 16, 17, 18, 19, 20])
    expect(shown(8, 20)).toEqual([null, null, null, null, null, null, 13])
  })

  it('counts the names a rung has no room for, and lets many who share a place stand closer', () => {
    expect([3, 6, 8].map((steps) => namesOn(ladderOf(after(0, steps))))).toEqual([3, 2, 1])
    expect([0, 1, 2, 3, 4, 6, 7, 20].map(crowdOf)).toEqual(['one', 'one', 'few', 'few', 'crowd', 'crowd', 'throng', 'throng'])
  })
})
