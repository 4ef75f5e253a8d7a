import { describe, expect, it } from 'vitest'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import Badge from '../../src/design/Badge.vue'
import { MATERIALS, pipsOf, SHAPES, TIERS } from '../../src/design/badge'
import { FAMILIES, SYMBOLS, symbolOf } from '../../src/design/symbols'
import { luminanceContrast } from './contrast'

/** Of the shipped catalogue, in its order. */
const SHIPPED = [
  'phone', 'gate', 'shield', 'check', 'star', 'key', 'anchor', 'arrow_up', 'peak', 'flame', 'book', 'lamp', 'hands', 'sprout', 'ribbon', 'calendar', 'clock', 'leaf', 'tree', 'grove', 'podium', 'swing',
  'flag', 'link', 'scales',
]

describe('the symbols of badges', () => {
  it('are drawn for every badge that ships, and each only once', () => {
    expect(SHIPPED.filter((name) => !SYMBOLS.has(name))).toEqual([])
    const drawn = [...SYMBOLS.values()].map(({ fill, line }) => `${fill} ${line}`)
    expect(new Set(drawn).size).toBe(drawn.length)
    expect([...SYMBOLS.values()].filter(({ fill, line }) => !fill && !line)).toEqual([])
  })
  it('are a star where nobody has drawn one', () => {
    expect(symbolOf('unheard_of').fill).toBe(SYMBOLS.get('star')?.fill)
  })
  it('belong to families that have shapes of their own', () => {
    expect([...new Set([...SYMBOLS.values()].map(({ family }) => family))]).toEqual(FAMILIES)
    expect(new Set(Object.values(SHAPES)).size).toBe(FAMILIES.length)
  })
})

describe('the tiers of badges', () => {
  it('can be told apart without their colour', () => {
    expect(TIERS.map(pipsOf)).toEqual([0, 1, 2, 3, 4])
  })
  it('let the symbol stand out, and the badge from white and from black', () => {
    for (const [name, { edge, rim, face, shade, ink }] of Object.entries(MATERIALS)) {
      for (const ground of [face, shade]) expect([name, luminanceContrast(ink, ground) >= 4]).toEqual([name, true])
      expect([name, luminanceContrast(edge, '#ffffff') >= 3, luminanceContrast(rim, '#0b1120') >= 3]).toEqual([name, true, true])
    }
  })
})

describe('the pictures of badges', () => {
  /** `vitest -u` writes both anew. */
  const server = '../../../server/certificates/openbadges/art.json'
  const sample = '../../../tests/server/certificates/badge.svg'

  it('have their parts where the service draws them from for exported badges', async () => {
    const art = { shapes: SHAPES, materials: Object.fromEntries(TIERS.map((tier) => [tier, MATERIALS[tier]])), symbols: Object.fromEntries(SYMBOLS) }
    await expect(`${JSON.stringify(art, null, 1)}\n`).toMatchFileSnapshot(server)
  })
  it('are drawn as the service draws them', async () => {
    const drawn = await renderToString(createSSRApp(Badge, { symbol: 'calendar', tier: 'silver' }))
    await expect(`${drawn.replace(/<!--.*?-->| data-v-\w+/g, '').replace(/^<svg[^>]*>/, '').replaceAll('v-0', 'face')}\n`).toMatchFileSnapshot(sample)
  })
})
