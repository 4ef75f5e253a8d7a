// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useDisplay, type DisplayWatch } from '../../src/features/wall/display'

let scope: EffectScope
let asked: string[]
let paired: boolean

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2031-01-01T00:00:00Z') })
  asked = []
  paired = false
  vi.stubGlobal('fetch', async (path: RequestInfo | URL, init?: RequestInit) => {
    const request = `${init?.method ?? 'GET'} ${String(path)}`
    asked.push(request)
    if (request.endsWith('/displays/me')) return answer(paired ? 200 : 401, { contests: [{ id: 7 }], site: {}, again_s: 30 })
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
  expect([watched.stage.value, watched.contests.value]).toEqual(['paired', [7]])
})
