import { describe, expect, it } from 'vitest'
import { crestOf, HUES, PATTERNS } from '../../src/design/crest'
import { luminanceContrast as contrast } from './contrast'

describe('a crest', () => {
  it('is the same for the same code, and another for each of the first sixty-four teams', () => {
    const looks = Array.from({ length: 64 }, (_, index) => crestOf(`T${String(index + 1).padStart(2, '0')}`))
    expect(crestOf('T07')).toEqual(looks[6])
    expect(new Set(looks.map((look) => `${look.hue} ${look.pattern}`)).size).toBe(64)
  })

  it('never shows neighbours in the same colour', () => {
    for (let team = 1; team < 40; team += 1) expect(crestOf(`T${team}`).hue).not.toBe(crestOf(`T${team + 1}`).hue)
  })

  it('carries a short label, whatever the code', () => {
    expect(['T07', 'SH-112', 'sales', '海棠', 'Ü-Team'].map((code) => crestOf(code).label)).toEqual(['7', '112', 'SA', '海棠', 'ÜT'])
  })

  it('stands off from the wall by at least 7:1 in every colour', () => {
    for (const hue of HUES) expect(contrast(hue, '#0a1020')).toBeGreaterThanOrEqual(7)
    expect(PATTERNS).toHaveLength(8)
  })
})
