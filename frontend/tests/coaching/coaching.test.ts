/** Each against the own usual: what moved, what is too little to say, and nobody out of order. */

import { describe, expect, it } from 'vitest'
import type { CardRow } from '../../src/api/scorecards'
import { members, type Known } from '../../src/features/coaching/coaching'

const row = (code: string, lines: CardRow['lines'], more: Partial<CardRow> = {}): CardRow => ({
  tier: 'agent', code, name: { zh: code, en: code }, site: 'S', teams: ['T'], month: '2026-10', state: 'published', score: '90', capped: null,
  reason: 'scored', half_days: 40, revision: 1, lines, ...more,
})
const known = (months: CardRow[][], more: Partial<Known> = {}): Known =>
  ({ months, plans: [], support: [], talks: [], thanks: [], unthanked: { items: [], days: 90 }, awards: [], ...more })

describe('The coaching page', () => {
  it('tells what moved against the own usual, and leaves ordinary ups and downs out', () => {
    const past = [row('A', { qa: '80', csat: '90', fcr: '70' }), row('A', { qa: '82', csat: '90', fcr: '70' })]
    const [one] = members(known([[row('A', { qa: '90.5', csat: '92.999', fcr: '67' })], ...past.map((month) => [month])]))
    expect(one?.up).toEqual([{ code: 'qa', now: '90.5', usual: '81.000', by: 9500n }])
    expect(one?.down.map(({ code, by }) => [code, by])).toEqual([['fcr', -3000n]])
  })

  it('compares nobody who was hardly there or came only lately', () => {
    const full = { qa: '90' }
    const away = members(known([[row('A', full, { half_days: 19 })], [row('A', { qa: '50' })], [row('A', { qa: '50' })]]))
    expect(away[0]).toMatchObject({ silent: 'absent', up: [] })
    const fresh = members(known([[row('A', full)], [row('A', { qa: '50' })], [row('A', { qa: '50' }, { score: null })]]))
    expect(fresh[0]).toMatchObject({ silent: 'new', up: [] })
  })

  it('says nothing of a term that is hidden or was rarely known', () => {
    const months = [[row('A', { qa: null, csat: '99' })], [row('A', { qa: '50', csat: '50' })], [row('A', { qa: '50', csat: null })]]
    expect(members(known(months))[0]).toMatchObject({ silent: null, up: [], down: [] })
    const carried = [[row('A', { qa: '95' })], [row('A', {}, { score: '80' })], [row('A', {}, { score: '81' })]]
    expect(members(known(carried))[0]?.up.map(({ code, usual }) => [code, usual])).toEqual([['total', '80.500']])
  })

  it('keeps people by code, with only the own talks and thanks that stand', () => {
    const talk = { id: 1, name: { zh: '', en: '' }, author: 'x', body: '' }
    const talks = [{ ...talk, agent: 'A', on: '2026-10-02', mine: true }, { ...talk, agent: 'B', on: '2026-10-03', mine: false }]
    const unthanked = { items: [{ team: { code: 'T', name: { zh: '', en: '' } }, people: [{ code: 'B', name: { zh: '', en: '' }, hired: '2026-01-01' }] }], days: 90 }
    const found = members(known([[row('B', {}), row('A', {})]], { talks, unthanked }))
    expect(found.map(({ code, talked, never }) => [code, talked, never])).toEqual([['A', '2026-10-02', false], ['B', null, true]])
  })
})
