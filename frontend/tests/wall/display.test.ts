// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { DisplayMe } from '../../src/api/displays'
import { useDisplay, type DisplayWatch } from '../../src/features/wall/display'

let scope: EffectScope
let asked: string[]
let paired: boolean
let said: Record<string, unknown>

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2031-01-01T00:00:00Z') })
  asked = []
  paired = false
  said = { skips: 0, reloads: 0 }
  vi.stubGlobal('fetch', async (path: RequestInfo | URL, init?: RequestInit) => {
    const request = `${init?.method ?? 'GET'} ${String(path)}`
    asked.push(request)
    if (request.endsWith('/displays/me')) return answer(paired ? 200 : 401, { contests: [{ id: 7 }], site: {}, scenes: ['boards'], notices: [], ...said, again_s: 30 })
    if (request.startsWith('POST')) return answer(201, { code: '123 456', secret: 's', expires: '2026-01-01T00:10:00Z' })
    return answer(200, { state: paired ? 'paired' : 'waiting' })
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

it('is paired though the clock of the screen is years ahead', async () => {
  const watched = scope.run(() => useDisplay()) as DisplayWatch
  await vi.advanceTimersByTimeAsync(10_000)
  expect(watched.stage.value).toBe('pairing')
  expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1)
  paired = true
  await vi.advanceTimersByTimeAsync(4_000)
  expect([watched.stage.value, watched.me.value?.contests]).toEqual(['paired', [{ id: 7 }]])
})

it('obeys what is asked while it watches, not what was asked before', async () => {
  paired = true
  said = { skips: 4, reloads: 2 }
  const reload = vi.fn()
  const watched = scope.run(() => useDisplay(null, reload)) as DisplayWatch
  await vi.advanceTimersByTimeAsync(1_000)
  expect([watched.skipped.value, reload.mock.calls.length]).toEqual([0, 0])
  said = { skips: 6, reloads: 2 }
  watched.check()
  await vi.advanceTimersByTimeAsync(1_000)
  expect([watched.skipped.value, reload.mock.calls.length]).toEqual([1, 0])
  said = { skips: 6, reloads: 3 }
  watched.check()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(reload).toHaveBeenCalledOnce()
})

it('goes on with what it showed while nobody answers, and is dark once it is revoked', async () => {
  const kept = { contests: [{ id: 9 }], scenes: ['boards'], notices: [] } as unknown as DisplayMe
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')))
  const watched = scope.run(() => useDisplay(kept)) as DisplayWatch
  await vi.advanceTimersByTimeAsync(60_000)
  expect([watched.stage.value, watched.me.value, watched.reachable.value]).toEqual(['paired', kept, false])
  vi.stubGlobal('fetch', async (path: RequestInfo | URL) => (String(path).endsWith('/me') ? answer(401, {}) : answer(201, { code: '123 456', secret: 's', expires: '2031-01-01T00:10:00Z' })))
  await vi.advanceTimersByTimeAsync(120_000)
  expect([watched.stage.value, watched.me.value]).toEqual(['pairing', null])
})
