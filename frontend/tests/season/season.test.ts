import { describe, expect, it } from 'vitest'
import type { Fixture, Play, Round, Side } from '../../src/api/seasons'
import type { Row } from '../../src/api/types'
import { greatestField, roundsOf, weeksOf } from '../../src/season/length'
import { bracketOf, fixturesOf, stageName, tablesOf } from '../../src/season/season'
import { framesOf, scenesOf } from '../../src/season/scenes'

const side = (id: string): Side => ({ id, named: { code: id.toUpperCase(), name: { zh: id, en: id } }, seed: null, score: null, own: false })
const tie = (home: string, away: string | null, more: Partial<Fixture> = {}): Fixture => ({ stage: 'cup', pool: '', home: side(home), away: away === null ? null : side(away), ahead: null, winner: null, overturned: false, ...more })
const round = (number: number, fixtures: Fixture[]): Round => ({ round: number, contest: 100 + number, phase: 'final', starts: '', ends: '', freezes_at: null, reveal_by: null, fixtures })
const row = (id: string, pool: string, place: number): Row => ({ id, rank: place, tied: false, score: '3.0000', name: { zh: id, en: id }, code: id, gap: null, moved: null, table: { pool, place, played: 1, won: 1, drawn: 0, lost: 0, scores_for: '1', against: '0', difference: '1', form: [] } })

describe('the length of a season', () => {
  it.each<[Partial<Play>, number, number]>([
    [{ format: 'league' }, 6, 5],
    [{ format: 'league', legs: 2 }, 5, 10],
    [{ format: 'league', pairing: 'groups' }, 12, 5],
    [{ format: 'league', pairing: 'groups' }, 8, 4],
    [{ format: 'league', pairing: 'groups' }, 4, 4],
    [{ format: 'league', pairing: 'swiss', rounds: 4 }, 20, 4],
    [{ format: 'league', pairing: 'swiss', rounds: 9 }, 4, 3],
    [{ format: 'cup' }, 9, 4],
    [{ format: 'cup' }, 1, 0],
  ])('%j of %d takes %d rounds', (play, count, rounds) => {
    expect(roundsOf(play as Play, count)).toBe(rounds)
  })
  it('counts the weeks between rounds', () => {
    expect(weeksOf({ format: 'cup', rhythm: { unit: 'week', every: 2 } }, 8)).toBe(5)
  })
})

describe('what screens show of a season', () => {
  it('sorts rows into their tables, by place', () => {
    const tables = tablesOf([row('t1', 'B', 2), row('t2', 'A', 1), row('t3', 'B', 1)])
    expect(tables.map((one) => [one.pool, one.rows.map((found) => found.id)])).toEqual([['A', ['t2']], ['B', ['t3', 't1']]])
  })
  it('finds the bracket and the match for the third place', () => {
    const rounds = [round(3, [tie('t1', 't4'), tie('t2', 't3')]), round(4, [tie('t1', 't2'), tie('t3', 't4', { stage: 'third' })])]
    const { columns, third } = bracketOf(rounds)
    expect(columns.map((one) => one.ties.length)).toEqual([2, 1])
    expect(third?.home.id).toBe('t3')
    expect([1, 2, 4, 8].map(stageName)).toEqual(['final', 'semi', 'quarter', 'early'])
  })
  it('lists all that a team has to do with, byes too', () => {
    const rounds = [round(1, [tie('t1', null), tie('t2', 't3')]), round(2, [tie('t2', 't1')])]
    expect(fixturesOf(rounds, 't1').map((one) => one.round.round)).toEqual([1, 2])
  })
  it('gives a wall a table only where there is one', () => {
    const season = { contest: 1, play: { format: 'cup' as const }, planned: 2, current: 1, tables: [], rounds: [round(1, [tie('t1', 't2')])], next: [], follows: null, adjustments: [] }
    const board = { contest: { format: 'cup' }, rows: [row('t1', '', 1)] } as never
    expect(scenesOf(board, season)).toEqual(['bracket', 'fixtures'])
    expect(scenesOf({ contest: { format: 'league' }, rows: [row('t1', '', 1)] } as never, { ...season, rounds: [round(1, [tie('t1', 't2', { stage: 'table' })])] })).toEqual(['rows', 'fixtures'])
    expect(scenesOf(board, null)).toEqual(['rows'])
  })
  it('shows a wall every page of every scene before it begins anew', () => {
    const many = Array.from({ length: 9 }, (_, index) => tie(`t${2 * index + 1}`, `t${2 * index + 2}`, { stage: 'table' }))
    const season = { contest: 1, play: { format: 'league' as const }, planned: 2, current: 1, tables: [], rounds: [round(1, many)], next: [], follows: null, adjustments: [] }
    const board = { contest: { format: 'league' }, rows: [row('t1', '', 1)] } as never
    expect(framesOf(board, season as never, 2).map((one) => `${one.scene} ${one.page + 1}/${one.pages}`)).toEqual(['rows 1/2', 'rows 2/2', 'fixtures 1/2', 'fixtures 2/2'])
    expect(framesOf(board, null, 1)).toHaveLength(1)
  })
})

describe('the length of a season in divisions', () => {
  const codes = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']
  it('is that of the greatest division; whoever is in none is one of their own', () => {
    expect(greatestField({ kind: 'by_hand', of: { T1: 'A', T2: 'A', T3: 'A', T4: 'B', T5: 'B' } }, codes)).toBe(3)
    expect(greatestField(undefined, codes)).toBe(7)
    expect(greatestField({ kind: 'by_size', below: '8' }, codes)).toBe(7)
  })
})
