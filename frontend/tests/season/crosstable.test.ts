import { describe, expect, it } from 'vitest'
import type { Fixture, Round, Season, Side } from '../../src/api/seasons'
import { crosstablesOf } from '../../src/season/crosstable'

const side = (id: string, score: string | null = null): Side => ({ id, named: { code: id.toUpperCase(), name: { zh: id, en: id } }, seed: null, score, own: false })
const fixture = (home: Side, away: Side | null, more: Partial<Fixture> = {}): Fixture => ({ stage: 'table', pool: '', home, away, ahead: null, winner: null, overturned: false, ...more })
const round = (number: number, phase: Round['phase'], ...fixtures: Fixture[]): Round => ({ round: number, contest: 100 + number, phase, starts: '', ends: '', freezes_at: null, reveal_by: null, fixtures })
const season = (...rounds: Round[]): Season => ({ contest: 1, play: { format: 'league' }, planned: rounds.length, current: 1, tables: [], rounds, next: [], follows: null, adjustments: [] })
const board = (rows: string[], others: string[] = []): never => ({ rows: rows.map((id) => ({ id })), taking_part: others.map((id) => ({ id })) }) as never

describe('the crosstable of a league', () => {
  const both = season(
    round(1, 'final', fixture(side('t1', '3'), side('t2', '1'), { ahead: 'home' })),
    round(2, 'provisional', fixture(side('t2', '2'), side('t1', '2'), { ahead: 'draw' })),
    round(3, 'running', fixture(side('t3', null), side('t1', null), { ahead: 'none' })),
    round(4, 'scheduled', fixture(side('t2'), side('t3')), fixture(side('t1'), null)),
  )
  const [table] = crosstablesOf(both, board(['t2'], ['t3', 't1']))
  const told = (one: string, other: string): string[] => (table?.meetings.get(one)?.get(other) ?? []).map((met) => `${met.round}${met.letter}${met.mine ?? ''}`)

  it('tells every meeting from both sides', () => {
    expect(told('t1', 't2')).toEqual(['1w3', '2d2'])
    expect(told('t2', 't1')).toEqual(['1l1', '2d2'])
    expect(told('t2', 't3')).toEqual(['4'])
    expect(told('t1', 't1')).toEqual([])
  })
  it('calls nobody beaten before the end, and both where neither qualified', () => {
    expect(told('t3', 't1')).toEqual(['3'])
    const ended = crosstablesOf(season(round(1, 'final', fixture(side('t1'), side('t2'), { ahead: 'none' }))), null)
    expect([...(ended[0]?.meetings.values() ?? [])].map((row) => [...row.values()][0]?.[0]?.letter)).toEqual(['l', 'l'])
  })
  it('keeps the order of the board, whose rest goes by name', () => {
    expect(table?.sides.map((one) => one.id)).toEqual(['t2', 't3', 't1'])
  })
  it('has a table for each pool and leaves brackets and deciders out', () => {
    const pools = crosstablesOf(season(round(1, 'final', fixture(side('t1'), side('t2'), { pool: 'B' }), fixture(side('t3'), side('t4'), { pool: 'A' })), round(2, 'final', fixture(side('t1'), side('t3'), { stage: 'cup' }))), null)
    expect(pools.map((one) => [one.pool, one.sides.length])).toEqual([['A', 2], ['B', 2]])
  })
})
