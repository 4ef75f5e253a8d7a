import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef, type EffectScope, type Ref } from 'vue'
import type { BadgeNews } from '../../src/api/badges'
import { MOMENT_MS, useMoments, type Moment } from '../../src/features/wall/moments'

const earned = (badge: string, who = 'A1', team = 'T1'): BadgeNews => ({ type: 'badge', of: 'agent', badge, name: { zh: badge, en: badge }, symbol: 'star', tier: 'gold', agent: { code: who, name: { zh: '李娜', en: 'Li Na' } }, team: { code: team, name: { zh: team, en: team } }, on: '2026-11-20' })

let scope: EffectScope
let news: Ref<BadgeNews | null>
let busy: Ref<boolean>
let shown: Ref<Moment | null>
async function tell(...badges: (string | BadgeNews)[]): Promise<void> {
  for (const badge of badges) {
    news.value = typeof badge === 'string' ? earned(badge) : badge
    await nextTick()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  scope.run(() => {
    news = shallowRef(null)
    busy = ref(false)
    shown = useMoments(news, busy)
  })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('a badge on the wall', () => {
  it('goes by itself after some seconds, and the next one has its own', async () => {
    await tell('one', 'two')
    expect(shown.value?.badge).toBe('one')
    vi.advanceTimersByTime(MOMENT_MS)
    expect(shown.value).toBeNull()
    vi.advanceTimersByTime(2_000)
    expect(shown.value?.badge).toBe('two')
  })
  it('is shown once, however many boards tell of it', async () => {
    await tell('one', 'one')
    vi.advanceTimersByTime(3 * MOMENT_MS)
    await tell('one')
    expect(shown.value).toBeNull()
  })
  it('waits while a result is revealed, and gives way to it', async () => {
    await tell('one')
    busy.value = true
    await nextTick()
    expect(shown.value).toBeNull()
    await tell('two')
    expect(shown.value).toBeNull()
    busy.value = false
    await nextTick()
    expect(shown.value?.badge).toBe('two')
  })
  it('does not keep the wall for minutes when many earn one at once', async () => {
    await tell(...Array.from({ length: 40 }, (_, place) => `b${place}`))
    vi.advanceTimersByTime(60_000)
    expect(shown.value).toBeNull()
  })
  it('is shared by whoever earns the same one while it waits, so that the next badge has its turn soon', async () => {
    await tell('first', ...['A2', 'A3', 'A4'].map((who) => earned('many', who)), 'rare')
    vi.advanceTimersByTime(MOMENT_MS + 2_000)
    expect(shown.value).toMatchObject({ badge: 'many', more: 2, agent: { code: 'A2' }, team: { code: 'T1' } })
    vi.advanceTimersByTime(MOMENT_MS + 2_000)
    expect(shown.value).toMatchObject({ badge: 'rare', more: 0 })
  })
  it('names no team where people of several share it', async () => {
    await tell('first', earned('many', 'A2', 'T1'), earned('many', 'A3', 'T2'), earned('many', 'A4', 'T1'))
    vi.advanceTimersByTime(MOMENT_MS + 2_000)
    expect(shown.value).toMatchObject({ badge: 'many', more: 2, team: null })
  })
})
