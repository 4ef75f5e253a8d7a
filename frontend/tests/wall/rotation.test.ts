// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue'
import { TURN_MS, useRotation, type Rotation } from '../../src/features/wall/rotation'

class StillSocket {
  static open: StillSocket[] = []
  onmessage = null
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
