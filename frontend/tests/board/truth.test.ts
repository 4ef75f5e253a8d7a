import { describe, expect, it } from 'vitest'
import type { Phase } from '../../src/api/types'
import { STALE_MS, truthOf } from '../../src/board/feed'
import { board, row } from './samples'

const of = (phase: Phase) => {
  const shown = board([row('t1', 1, '9')])
  return { ...shown, contest: { ...shown.contest, phase } }
}

describe('the truth of a picture', () => {
  it('is its phase while it is fed', () => {
    expect(truthOf(of('running'), 1000, 1000)).toBe('live')
    expect(truthOf(of('provisional'), 1000, 1000 + STALE_MS)).toBe('provisional')
    expect(truthOf(of('frozen'), 1000, 1000)).toBe('frozen')
  })

  it('is stale when nothing was heard for long, except where nothing can change', () => {
    expect(truthOf(of('running'), 1000, 1001 + STALE_MS)).toBe('stale')
    expect(truthOf(of('provisional'), null, 0)).toBe('stale')
    expect(truthOf(of('final'), 0, 10 * STALE_MS)).toBe('final')
    expect(truthOf(null, 0, 0)).toBe('waiting')
  })
})
