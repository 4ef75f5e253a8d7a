import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Asked, Criterion, Fault, Field, Kind, VersionDetail } from '../../src/api/criteria'
import { criteriaWords } from '../../src/features/criteria/words'
import { draftOf, faultsAt, freshAsked, freshCriterion, kindOf, moved, orderable, sent, shown, typed } from '../../src/features/criteria/forms'

/** The service's own table; its tests hold this file to it. */
const kinds = JSON.parse(readFileSync('tests/kinds.json', 'utf8')) as Kind[]
const field = (kind: string, name: string): Field => {
  const found = kindOf(kinds, kind).fields.find((one) => one.name === name)
  if (!found) throw new Error(`${kind} has no ${name}`)
  return found
}
const asked = (code: string, criterion: Criterion): Asked => ({ code, zh: code, en: code, criterion, role: 'required', weight: '1', enabled: true })

describe('the table of kinds', () => {
  it('has words for every field and every choice, in both languages', () => {
    for (const locale of ['zh', 'en'] as const) {
      const words = (criteriaWords[locale].criteria ?? {}) as Record<string, Record<string, string>>
      for (const kind of kinds) {
        for (const one of kind.fields) {
          expect([kind.kind, one.name, words.field?.[one.name]]).not.toContain(undefined)
          for (const choice of one.choices) expect([one.name, choice, words.choice?.[choice]]).not.toContain(undefined)
        }
      }
    }
  })

  it('gives every kind a fresh criterion with exactly its fields', () => {
    for (const kind of kinds) {
      const fresh = freshCriterion(kinds, kind.kind)
      expect(Object.keys(fresh).sort()).toEqual(['kind', ...kind.fields.map((one) => one.name)].sort())
    }
  })

  it('shows what it holds and reads back what it shows, whatever the kind', () => {
    const values: Record<string, unknown> = { number: 7, amount: '88.5', code: 'senior', metric: 'qa', codes: ['a', 'b'], bonus: { master: '5', bachelor: '3' } }
    for (const kind of kinds) {
      for (const one of kind.fields.filter((other) => other.widget in values)) {
        expect([kind.kind, one.name, typed(one, shown(one, values[one.widget]))]).toEqual([kind.kind, one.name, values[one.widget]])
        if (one.optional) expect(typed(one, shown(one, null))).toBeNull()
      }
    }
  })
})

describe('typing', () => {
  it('keeps amounts as text and never makes a number of them', () => {
    expect(typed(field('metric_over', 'at_least'), ' 88.10 ')).toBe('88.10')
    expect(typed(field('exam', 'at_least'), '')).toBe('')
  })
  it('leaves what is no whole number as it was typed, for the service to point at', () => {
    expect(typed(field('tenure', 'months'), '6.5')).toBe('6.5')
    expect(typed(field('tenure', 'months'), '')).toBe('')
    expect(typed(field('exam', 'valid_months'), ' ')).toBeNull()
  })
  it('takes lists as people write them in either language', () => {
    expect(typed(field('courses', 'courses'), 'a、b，c  d; e')).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(typed(field('courses', 'courses'), '')).toEqual([])
    expect(typed(field('education', 'bonus'), 'bachelor 3%\nmaster：5\n\n')).toEqual({ bachelor: '3', master: '5' })
  })
})

describe('editing', () => {
  it('keeps what another kind asks under the same name', () => {
    const before = { ...freshCriterion(kinds, 'metric_over'), metric: 'fcr', months: 9, at_least: '70' }
    expect(freshCriterion(kinds, 'lowest_month', before)).toEqual({ kind: 'lowest_month', metric: 'fcr', months: 9, at_least: '70', basis: 'scorecard' })
    // There it is a number of times, not an amount.
    expect(freshCriterion(kinds, 'mentoring', before).at_least).toBe(1)
  })
  it('names a new criterion as none other is named', () => {
    expect(freshAsked(kinds, 'exam', ['exam', 'exam_2']).code).toBe('exam_3')
    expect(freshAsked(kinds, 'education', []).role).toBe('bonus')
  })
  it('sends nothing that the service writes itself, and shares nothing with what was read', () => {
    const named = (code: string) => ({ code, name: { zh: code, en: code } })
    const criterion = freshCriterion(kinds, 'tenure')
    const version = { effective: '2026-10-01', note: '', steps: [{ source: named('junior'), target: named('senior'), asked: [{ ...asked('tenure', criterion), sentence: { zh: '…', en: '…' } }], order: [] }] } as unknown as VersionDetail
    const draft = draftOf(version)
    expect(sent(draft)).toEqual({ effective: '2026-10-01', steps: [{ source: 'junior', target: 'senior', asked: [asked('tenure', criterion)], order: [] }] })
    if (draft.steps[0]?.asked[0]) draft.steps[0].asked[0].criterion.months = 99
    expect(criterion.months).toBe(1)
  })
  it('offers no order by contests, not even inside a choice', () => {
    const contests = freshCriterion(kinds, 'contests')
    const step = { source: 'a', target: 'b', order: [], asked: [asked('c', contests), asked('any', { kind: 'any_of', of: [contests] }), asked('t', freshCriterion(kinds, 'tenure')), { ...asked('off', freshCriterion(kinds, 'tenure')), enabled: false }] }
    expect(orderable(step).map((one) => one.code)).toEqual(['t'])
  })
  it('finds faults at a place and within it, and no others', () => {
    const fault = (where: string): Fault => ({ code: 'x', where, word: '', text: { zh: '', en: '' }, blocks: true })
    const faults = ['steps.1', 'steps.1.asked.1.criterion.k', 'steps.11', 'steps.1.asked.10'].map(fault)
    expect(faultsAt(faults, 'steps.1').map((one) => one.where)).toEqual(['steps.1', 'steps.1.asked.1.criterion.k', 'steps.1.asked.10'])
    expect(faultsAt(faults, 'steps.1.asked.1')).toHaveLength(1)
  })
  it('moves within a list and stops at its ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })
})
