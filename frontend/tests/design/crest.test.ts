import { describe, expect, it } from 'vitest'
import { crestOf, HUES, PATTERNS } from '../../src/design/crest'

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

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
