import { describe, expect, it } from 'vitest'
import { changed, changeUnit, given, measured } from '../../src/i18n/measures'

const CALLS = { unit: '', decimals: 0 }
const QA = { unit: '', decimals: 1 }
const FCR = { unit: '%', decimals: 1 }
const TALK = { unit: 's', decimals: 1 }

describe('a metric value on screen', () => {
  it('has the decimals and the unit of its metric', () => {
    expect(measured('88.26', QA)).toBe('88.3')
    expect(measured('72.5000', FCR)).toBe('72.5%')
    expect(measured('312.04', TALK)).toBe('312.0\u202fs')
    expect(measured('5200', CALLS)).toBe('5,200')
  })

  it('shows that an average of counts is one', () => expect(measured('464.2857', CALLS)).toBe('464.3'))

  it('is never rounded where somebody typed or sent it', () => {
    expect(given('87.125', FCR)).toBe('87.125%')
    expect(given('480.0', CALLS)).toBe('480')
  })

  it('changes by points where it is a percentage, and by nothing without a sign', () => {
    expect(changed(1.26, FCR, 'points')).toBe('+1.3\u202fpoints')
    expect(changed(-12, TALK, 'points')).toBe('−12.0\u202fs')
    expect(changed(0.01, QA, 'points')).toBe('0.0')
    expect(changeUnit(QA, 'points')).toBe('')
  })
})
