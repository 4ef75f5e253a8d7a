import { describe, expect, it } from 'vitest'
import { particulars } from '../../src/features/upkeep/details'

describe('particulars of an entry of the audit', () => {
  it('are said in either language', () => {
    expect(particulars('zh', { points: 350, approved: true })).toBe('积分：350 · 已批准：是')
    expect(particulars('en', { points: 350, approved: false })).toBe('points: 350 · approved: no')
  })
  it('say nothing of what was left empty, and keep what they have no word for', () => {
    expect(particulars('en', { to: null, unheard_of: { a: 1 } })).toBe('unheard_of: {"a":1}')
  })
  it('cut long lists short and tell how long they are', () => {
    expect(particulars('en', { ids: Array.from({ length: 371 }, (_, i) => i) })).toBe('numbers: 0, 1, 2, 3, 4, 5 … (371)')
    expect(particulars('zh', { teams: ['T1', 'T2'], scopes: [] })).toBe('班组：T1、T2 · 范围：–')
  })
})
