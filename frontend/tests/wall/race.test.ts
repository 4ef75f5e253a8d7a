import { expect, it } from 'vitest'
import type { Race } from '../../src/api/displays'
import { drawnRace } from '../../src/features/wall/race'

const race = (ranks: Record<string, (number | null)[]>): Race => ({
  at: ['2026-03-02T00:00:00Z', '2026-03-02T06:00:00Z', '2026-03-02T12:00:00Z'],
  lines: Object.entries(ranks).map(([id, told]) => ({ id, code: id, name: { zh: id, en: id }, ranks: told })),
})

it('draws a line from place to place, and begins it where a place was first told', () => {
  const { lines, depth } = drawnRace(race({ a: [2, 1, 1], b: [1, 2, 2], c: [null, null, 3] }), 16)
  expect(depth).toBe(3)
  expect(lines.map((line) => line.path)).toEqual(['M0 1.5L0 1.5L8 0.5L16 0.5', 'M0 0.5L0 0.5L8 1.5L16 1.5', 'M16 2.5L16 2.5'])
  expect(lines[2]?.end).toEqual({ x: 16, y: 2.5, rank: 3 })
})

it('sets who shares a place below one another, and a team far behind right under the others', () => {
  const { lines, depth } = drawnRace(race({ a: [1, 1, 1], b: [2, 1, 1], own: [17, 17, 17] }), 16)
  expect(depth).toBe(3)
  expect(lines.map((line) => line.end)).toEqual([{ x: 16, y: 0.5, rank: 1 }, { x: 16, y: 1.5, rank: 1 }, { x: 16, y: 2.5, rank: 17 }])
})
