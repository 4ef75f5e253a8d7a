import { describe, expect, it } from 'vitest'
import type { Board, BoardMessage } from '../../src/api/types'
import { apply, type Picture } from '../../src/board/apply'
import { board, row } from './samples'

type Delta = Extract<BoardMessage, { type: 'delta' }>

const at = (seq: number, shown: Board, epoch = 'k1'): Picture => ({ epoch, seq, board: shown })

/** The plainest delta there is between two boards, written without the code under test. */
function between(from: Picture, to: Picture): Delta {
  const [old, next] = [from.board, to.board]
  return {
    type: 'delta', epoch: to.epoch, from: from.seq, seq: to.seq,
    head: { contest: next.contest, as_of: next.as_of, total: next.total, taking_part: next.taking_part },
    rows: next.rows.filter((one) => JSON.stringify(one) !== JSON.stringify(old.rows.find((other) => other.id === one.id))),
    gone: old.rows.filter((one) => !next.rows.some((other) => other.id === one.id)).map((one) => one.id),
    order: next.rows.map((one) => one.id),
  }
}

describe('applying deltas', () => {
  it('equals the snapshot after any chain of changes', () => {
    // A fixed sequence of pseudo-random boards: rows come, go, move and change.
    let seed = 7
    const chance = (n: number): number => (seed = (seed * 48271) % 2147483647) % n
    let picture = at(0, board([row('t1', 1, '9.0000'), row('t2', 2, '8.0000')]))
    let shown = picture
    for (let seq = 1; seq <= 200; seq += 1) {
      const ids = Array.from({ length: 12 }, (_, index) => `t${index + 1}`).filter(() => chance(3) > 0)
      const rows = ids.map((id) => row(id, null, chance(5) ? `${chance(100)}.0000` : null)).sort(() => chance(3) - 1)
      const next = at(seq, board(rows.map((one, index) => ({ ...one, rank: index + 1 })), `2026-01-05T00:${String(seq % 60).padStart(2, '0')}:00Z`))
      const applied = apply(shown, between(picture, next))
      expect(applied).toEqual(next)
      picture = next
      shown = applied as Picture
    }
  })

  it('keeps the order when none is named', () => {
    const start = at(1, board([row('t1', 1, '9'), row('t2', 2, '8')]))
    const after = apply(start, { type: 'delta', epoch: 'k1', from: 1, seq: 2, rows: [row('t1', 1, '9.5')] })
    expect(after?.board.rows.map((one) => [one.id, one.score])).toEqual([['t1', '9.5'], ['t2', '8']])
  })

  it('refuses a gap, another epoch, and an order that does not fit', () => {
    const start = at(5, board([row('t1', 1, '9')]))
    expect(apply(start, { type: 'delta', epoch: 'k1', from: 6, seq: 7 })).toBeNull()
    expect(apply(start, { type: 'delta', epoch: 'k2', from: 5, seq: 6 })).toBeNull()
    expect(apply(start, { type: 'delta', epoch: 'k1', from: 5, seq: 6, order: ['t1', 't9'] })).toBeNull()
    expect(apply(start, { type: 'delta', epoch: 'k1', from: 5, seq: 6, rows: [row('t2', 2, '1')], order: ['t1'] })).toBeNull()
  })

  it('passes over what the snapshot held already', () => {
    const start = at(5, board([row('t1', 1, '9')]))
    expect(apply(start, { type: 'delta', epoch: 'k1', from: 3, seq: 5, gone: ['t1'] })).toBe(start)
  })
})
