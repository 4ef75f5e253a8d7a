import { describe, expect, it } from 'vitest'
import type { WhyTerm } from '../../src/api/types'
import { reasonKeys } from '../../src/board/reasons'
import { roomOf } from '../../src/features/agent/room'

const term = (attainment: string | null, weight: string): WhyTerm => ({
  metric: 'm', value: '1', target: '1', weight, attainment, contribution: null, n: 1, missing: 'counted',
})

describe('the room a term still has', () => {
  it('is what reaching the target would add', () => {
    const all = [term('80', '20'), term('98.5', '30'), term('103', '50')]
    expect(all.map((one) => roomOf(one, all))).toEqual(['4.0000', '0.4500', '0.0000'])
  })

  it('is unknown without an attainment, and divides by nothing never', () => {
    expect(roomOf(term(null, '1'), [term(null, '1')])).toBeNull()
    expect(roomOf(term('50', '0'), [term('50', '0')])).toBeNull()
  })
})

describe('reasons for no place', () => {
  it('are said once each, and kindly where we do not know them', () => {
    expect(reasonKeys(['no_data:fcr', 'no_data:qa', 'below_min_fte', 'something_new'])).toEqual(['reason.no_data', 'reason.below_min_fte', 'reason.other'])
    expect(reasonKeys(undefined)).toEqual([])
  })
})
