import { describe, expect, it } from 'vitest'
import type { Badge, BadgeFault } from '../../src/api/badges'
import type { Tier } from '../../src/design/badge'
import { grouped, nearest, shelfOf } from '../../src/features/badges/drawing'
import { faultsAt, freshRule, KINDS, splitCodes } from '../../src/features/badges/forms'

const award = (badge: string, tier: Tier, on: string, withdrawn: unknown = null) => ({ badge, tier, on, withdrawn })

describe('the shelf', () => {
  it('holds the highest tier of each badge, the latest of it first, and counts how often', () => {
    const held = shelfOf([award('qa', 'silver', '2026-03-31'), award('qa', 'gold', '2026-01-31'), award('qa', 'gold', '2026-05-31'), award('year', 'plain', '2026-06-01')])
    expect(held.map(({ award: { badge, tier, on }, count }) => [badge, tier, on, count])).toEqual([['year', 'plain', '2026-06-01', 1], ['qa', 'gold', '2026-05-31', 2]])
  })
  it('does not hold what was withdrawn', () => {
    expect(shelfOf([award('qa', 'gold', '2026-01-31', {}), award('qa', 'bronze', '2026-01-31')]).map(({ award: { tier } }) => tier)).toEqual(['bronze'])
  })
})

describe('the way ahead', () => {
  it('begins with what is nearest, by exact shares, and sets apart what nobody has begun', () => {
    const found = nearest(['0', '0.333333', '0.9', '0.000001'].map((share) => ({ share })))
    expect([found.begun, found.open].map((some) => some.map(({ share }) => share))).toEqual([['0.9', '0.333333', '0.000001'], ['0']])
  })
})

describe('the catalogue', () => {
  it('goes by families in the order of a career; what nobody has drawn is among quality', () => {
    const groups = grouped(['flag', 'phone', 'unheard_of'].map((symbol) => ({ symbol }) as Badge))
    expect(groups.map(({ family, badges }) => [family, badges.map(({ symbol }) => symbol)])).toEqual([['beginnings', ['phone']], ['quality', ['unheard_of']], ['together', ['flag']]])
  })
})

describe('the form', () => {
  it('knows every kind of rule, and begins each with fields of its own', () => {
    expect(Object.keys(KINDS).sort()).toEqual(['deeds', 'given', 'improvement', 'level', 'milestone', 'over', 'participation', 'place', 'record', 'streak', 'team_result', 'tenure', 'training'])
    const one = freshRule('streak')
    ;(one.also as unknown[]).push('x')
    expect(freshRule('streak').also).toHaveLength(1)
  })
  it('finds faults at their field, and codes however they are separated', () => {
    const fault = (where: string): BadgeFault => ({ code: 'x', where, message: { zh: '', en: '' } })
    expect(faultsAt([fault('also.0'), fault('also.0.at_least')], 'also.0')).toHaveLength(1)
    expect(faultsAt([fault('also.0'), fault('also.0.at_least')], 'also.0', true)).toHaveLength(2)
    expect(splitCodes('a, b，c、 d')).toEqual(['a', 'b', 'c', 'd'])
  })
})
