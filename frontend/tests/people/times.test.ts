// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { createApp, defineComponent, nextTick } from 'vue'
import { useTimes } from '../../src/features/people/times'

interface Period { id: number; starts: string }

afterEach(() => vi.unstubAllGlobals())

it('lists the newest first, keeps an entry until it is stored, and asks again', async () => {
  const kept: Period[] = [{ id: 1, starts: '2025-01-06' }, { id: 2, starts: '2026-03-02' }]
  let refuse = true
  const asked = vi.fn(async (_: string, init?: RequestInit) => {
    if (init?.method !== 'DELETE') return Response.json({ items: kept, total: kept.length, next: null })
    if (refuse) return Response.json({ code: 'forbidden', messages: { en: 'No.', zh: '不行。' } }, { status: 403 })
    kept.pop()
    return new Response(null, { status: 204 })
  })
  vi.stubGlobal('fetch', asked)
  const changed = vi.fn()
  let times!: ReturnType<typeof useTimes<Period, Period>>
  const app = createApp(defineComponent({ setup: () => { times = useTimes<Period, Period>('/agents/A1/employment', '/employment', changed); return () => null } }))
  app.mount(document.createElement('div'))
  await vi.waitFor(() => expect(times.newest.value.map((one) => one.id)).toEqual([2, 1]))

  times.write({ id: 2, starts: '2026-03-02' })
  await times.remove(2)
  expect(times.draft.value?.id).toBe(2)
  expect(times.refused.value).not.toBeNull()
  expect(changed).not.toHaveBeenCalled()

  refuse = false
  await times.remove(2)
  await nextTick()
  expect(times.draft.value).toBeNull()
  expect(times.newest.value.map((one) => one.id)).toEqual([1])
  expect(changed).toHaveBeenCalledOnce()
  app.unmount()
})
