import { describe, expect, it } from 'vitest'
import { brief, difference, fixed, greatest, plain, portion, scaled, tellingPlaces, wholeOr } from '../../src/i18n/decimals'

describe('exact decimals', () => {
  it('are shown without passing through a float', () => {
    // 2^53 + 1 and 0.1 + 0.2 are where floats give themselves away.
    expect(fixed('9007199254740993.1', 1)).toBe('9,007,199,254,740,993.1')
    expect(fixed('0.30000000000000004', 4)).toBe('0.3000')
    expect(fixed('97.1468', 2)).toBe('97.15')
    expect(fixed('-1234.5', 0)).toBe('−1,234')
    expect(fixed('no number', 2)).toBe('no number')
  })

  it('round half to even, like the service', () => {
    expect(['0.5', '1.5', '2.5', '2.51', '-0.5', '-1.5'].map((text) => fixed(text, 0))).toEqual(['0', '2', '2', '3', '0', '−2'])
    expect(fixed('1.00005', 4)).toBe('1.0000')
    expect(fixed('1.00015', 4)).toBe('1.0002')
    expect(fixed('9.9999', 2)).toBe('10.00')
  })

  it('lose trailing zeros where people typed them', () => {
    expect(plain('75.000000')).toBe('75')
    expect(brief('80.7160', 4)).toBe('80.716')
    expect(brief('100', 4)).toBe('100')
    expect(brief('10.00', 1)).toBe('10')
  })

  it('show as many places as tell scores apart and gaps from nothing', () => {
    expect(tellingPlaces(['97.1', '96.2'], 1)).toBe(1)
    expect(tellingPlaces(['97.1468', '97.1412'], 1)).toBe(2)
    expect(tellingPlaces(['97.1468', '97.1468', null], 1)).toBe(1)
    expect(tellingPlaces(['98.2600', '98.2400'], 1, [null, '0.0200'])).toBe(2)
  })

  it('take no decimals where whole things are counted', () => {
    expect(wholeOr(['2.0000', '0.0000', null], 1)).toBe(0)
    expect(wholeOr(['2.0000', '0.5000'], 1)).toBe(1)
    expect(wholeOr(['5200', undefined], 4)).toBe(0)
  })

  it('are compared, divided and subtracted exactly', () => {
    expect(greatest(['9.9', null, '10.1', '-3'])).toBe('10.1')
    expect(greatest([null])).toBeNull()
    expect(difference('96.2000', '95.9999')).toBe('0.2001')
    expect(difference('1', '2.5', 1)).toBe('-1.5')
    expect([portion('50', '100'), portion('130', '100'), portion('-1', '100'), portion('1', '0'), portion(null, '1')]).toEqual([0.5, 1, 0, 0, 0])
    expect(scaled('12.3456789', 6)).toBe(12345679n)
  })
})
