import { describe, expect, it } from 'vitest'
import { particulars } from '../../src/features/upkeep/details'

describe('particulars of an entry of the audit', () => {
  it('are said in either language', () => {
    expect(particulars('zh', { points: 350, approved: true })).toBe('积分：350 · 已批准：是')
    expect(particulars('en', { points: 350, approved: false })).toBe('points: 350 · approved: no')
  })
  it('say nothing of what was left empty, and keep what they have no word for', () => {
    expect(particulars('en', { to: null, unheard_of: { a: 1 } })).toBe('unheard_of: a 1')
  })
  it('say codes by what they stand behind, and days as people write them', () => {
    expect(particulars('zh', { kind: 'honor', to: 'deciding', form: 'standard' })).toBe('种类：集体荣誉 · 改为：决定 · 质检表：standard')
    expect(particulars('en', { role: 'hr', changed: ['left_on', 'role'] })).toBe('role: HR · changed: left on, role')
    expect(particulars('en', { effective: '2027-01-04', starts: '2027-01-04T16:00:00Z' })).not.toMatch(/\d{4}-\d{2}/)
  })
  it('say what a thing was and what it is', () => {
    const detail = { before: { team: 'T1', ends: null }, after: { team: 'T2', ends: '2027-01-04' } }
    expect(particulars('zh', detail)).toBe('原来：班组 T1、结束 – · 改后：班组 T2、结束 2027年1月4日')
  })
  it('cut long lists short and tell how long they are', () => {
    expect(particulars('en', { ids: Array.from({ length: 371 }, (_, i) => i) })).toBe('numbers: 0, 1, 2, 3, 4, 5 … (371)')
    expect(particulars('zh', { teams: ['T1', 'T2'], scopes: [] })).toBe('班组：T1、T2 · 范围：–')
  })
})
