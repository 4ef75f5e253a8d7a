// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue'
import { TURN_MS, useRotation, type Rotation } from '../../src/features/wall/rotation'
import { board } from '../board/samples'

class StillSocket {
  static open: StillSocket[] = []
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose = null
  constructor(readonly url: string) {
    StillSocket.open.push(this)
  }
  send(): void {}
  close(): void {
    StillSocket.open = StillSocket.open.filter((one) => one !== this)
  }
}

let scope: EffectScope
let contests: Ref<readonly number[]>
let rotation: Rotation

/** The service shows these contests as soon as their sockets are open. */
function picture(...ids: number[]): void {
  for (const socket of StillSocket.open) {
    const id = Number(/contests\/(\d+)/.exec(socket.url)?.[1])
    if (ids.includes(id)) socket.onmessage?.({ data: JSON.stringify({ type: 'snapshot', epoch: 'e', seq: 1, board: board([]) }) })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', StillSocket)
  StillSocket.open = []
  contests = ref<readonly number[]>([1, 2, 3])
  scope = effectScope()
  rotation = scope.run(() => useRotation(contests)) as Rotation
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a rotation', () => {
  it('shows each contest in turn, and keeps no more than two sockets', () => {
    const seen: (number | null)[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      seen.push(rotation.current.value)
      expect(StillSocket.open.length).toBeLessThanOrEqual(2)
      vi.advanceTimersByTime(TURN_MS)
    }
    expect(seen).toEqual([1, 2, 3, 1, 2, 3])
  })

  it('has the next board ready before its turn', () => {
    vi.advanceTimersByTime(TURN_MS - 1)
    expect(StillSocket.open.map((one) => /contests\/(\d)/.exec(one.url)?.[1])).toEqual(['1', '2'])
  })

  it('keeps the picture it has while the next cannot be had, and passes it by', () => {
    picture(1)
    vi.advanceTimersByTime(TURN_MS)
    expect(rotation.current.value).toBe(1)
    vi.advanceTimersByTime(4_000)
    expect(StillSocket.open.map((one) => /contests\/(\d)/.exec(one.url)?.[1])).toEqual(['1', '3'])
    picture(3)
    vi.advanceTimersByTime(1_000)
    expect(rotation.current.value).toBe(3)
    vi.advanceTimersByTime(TURN_MS)
    expect(rotation.current.value).toBe(1)
  })

  it('leaves a board on as long as it turns out to need, whatever the one before needed', async () => {
    const turn = ref(TURN_MS)
    scope.stop()
    scope = effectScope()
    rotation = scope.run(() => useRotation(contests, () => turn.value)) as Rotation
    vi.advanceTimersByTime(1_000)
    turn.value = 2 * TURN_MS
    await nextTick()
    vi.advanceTimersByTime(2 * TURN_MS - 1_001)
    expect(rotation.current.value).toBe(1)
    vi.advanceTimersByTime(1)
    expect(rotation.current.value).toBe(2)
  })

  it('does not begin a turn anew because the list changed', async () => {
    vi.advanceTimersByTime(TURN_MS - 1_000)
    contests.value = [1, 4, 2, 3]
    await nextTick()
    vi.advanceTimersByTime(1_000)
    expect(rotation.current.value).toBe(4)
  })

  it('stays with a single contest, follows changes of the list, and ends clean', async () => {
    contests.value = [2]
    await nextTick()
    expect(rotation.current.value).toBe(2)
    vi.advanceTimersByTime(10 * TURN_MS)
    expect(rotation.current.value).toBe(2)
    contests.value = []
    await nextTick()
    expect(rotation.current.value).toBeNull()
    scope.stop()
    expect(StillSocket.open).toHaveLength(0)
  })
})
