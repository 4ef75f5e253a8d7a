import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { Board, Row } from '../../src/api/types'
import { CELEBRATED_MS, useNewLeader } from '../../src/features/wall/celebration'
import { board, row } from '../board/samples'

let scope: EffectScope
let shown: { value: Board | null }
let celebrated: { value: Row | null }
const led = (...ids: string[]): Board => board(ids.map((id, index) => row(id, index + 1, `${90 - index}.0000`)))

beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  scope.run(() => {
    const source = shallowRef<Board | null>(null)
    shown = source
    celebrated = useNewLeader(source)
  })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('a celebration', () => {
  it('marks a change at the top for some seconds, and nothing else', async () => {
    shown.value = led('a', 'b')
    await nextTick()
    expect(celebrated.value).toBeNull()
    shown.value = led('a', 'c')
    await nextTick()
    expect(celebrated.value).toBeNull()
    shown.value = led('b', 'a')
    await nextTick()
    expect(celebrated.value?.id).toBe('b')
    vi.advanceTimersByTime(CELEBRATED_MS)
    expect(celebrated.value).toBeNull()
  })

  it('does not take another contest, or the first places of all, for news', async () => {
    shown.value = board([])
    await nextTick()
    shown.value = led('a', 'b')
    await nextTick()
    expect(celebrated.value).toBeNull()
    const other = led('z', 'a')
    shown.value = { ...other, contest: { ...other.contest, id: 2 } }
    await nextTick()
    expect(celebrated.value).toBeNull()
  })
})
