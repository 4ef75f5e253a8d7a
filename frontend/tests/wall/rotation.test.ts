// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue'
import { TURN_MS, useRotation, type Rotation } from '../../src/features/wall/rotation'
import { boardTurn, type Turn } from '../../src/features/wall/turns'
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
let turns: Ref<readonly Turn[]>
let rotation: Rotation
const boards = (...ids: number[]): Turn[] => ids.map(boardTurn)
const scene = (name: string): Turn => ({ kind: 'scene', key: `scene ${name}`, scene: name })
const notice = (id: number): Turn => ({ kind: 'notice', key: `notice ${id}`, notice: { id, text: { zh: '', en: 'read this' }, ends_at: '' } })
/** What is on: the number of a contest, or the key of anything else. */
const on = (): number | string | null => (rotation.turn.value?.kind === 'board' ? rotation.turn.value.contest : (rotation.turn.value?.key ?? null))

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
  turns = ref<readonly Turn[]>(boards(1, 2, 3))
  scope = effectScope()
  rotation = scope.run(() => useRotation(turns)) as Rotation
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a rotation', () => {
  it('shows each contest in turn, and keeps no more than two sockets', () => {
    const seen: (number | string | null)[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      seen.push(on())
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
    expect(on()).toBe(1)
    vi.advanceTimersByTime(4_000)
    expect(StillSocket.open.map((one) => /contests\/(\d)/.exec(one.url)?.[1])).toEqual(['1', '3'])
    picture(3)
    vi.advanceTimersByTime(1_000)
    expect(on()).toBe(3)
    vi.advanceTimersByTime(TURN_MS)
    expect(on()).toBe(1)
  })

  it('leaves a board on as long as it turns out to need, whatever the one before needed', async () => {
    const turn = ref(TURN_MS)
    scope.stop()
    scope = effectScope()
    rotation = scope.run(() => useRotation(turns, { turnMs: () => turn.value })) as Rotation
    vi.advanceTimersByTime(1_000)
    turn.value = 2 * TURN_MS
    await nextTick()
    vi.advanceTimersByTime(2 * TURN_MS - 1_001)
    expect(on()).toBe(1)
    vi.advanceTimersByTime(1)
    expect(on()).toBe(2)
  })

  it('does not begin a turn anew because the list changed', async () => {
    vi.advanceTimersByTime(TURN_MS - 1_000)
    turns.value = boards(1, 4, 2, 3)
    await nextTick()
    vi.advanceTimersByTime(1_000)
    expect(on()).toBe(4)
  })

  it('stays with a single contest, follows changes of the list, and ends clean', async () => {
    turns.value = boards(2)
    await nextTick()
    expect(on()).toBe(2)
    vi.advanceTimersByTime(10 * TURN_MS)
    expect(on()).toBe(2)
    turns.value = boards()
    await nextTick()
    expect(on()).toBeNull()
    scope.stop()
    expect(StillSocket.open).toHaveLength(0)
  })

  it('shows a scene that has something to show, passes by one that has not, and listens to the board before meanwhile', async () => {
    const loads: string[] = []
    const load = async (name: string): Promise<unknown> => {
      loads.push(name)
      return name === 'honors' ? { who: 'T1' } : null
    }
    scope.stop()
    scope = effectScope()
    turns.value = [...boards(1), scene('empty'), scene('honors')]
    rotation = scope.run(() => useRotation(turns, { load })) as Rotation
    picture(1)
    await vi.advanceTimersByTimeAsync(TURN_MS)
    expect(on()).toBe(1)
    picture(1)
    await vi.advanceTimersByTimeAsync(5_000)
    expect([on(), rotation.shown.value]).toEqual(['scene honors', { who: 'T1' }])
    expect(StillSocket.open).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(TURN_MS)
    expect([on(), rotation.shown.value]).toEqual([1, null])
    expect(loads).toEqual(['empty', 'honors', 'honors'])
  })

  it('shows what was shown the last time where nobody answers', async () => {
    let answers = true
    const load = async (): Promise<unknown> => {
      if (!answers) throw new Error('unreachable')
      return { who: 'T1' }
    }
    scope.stop()
    scope = effectScope()
    turns.value = [...boards(1), scene('honors')]
    rotation = scope.run(() => useRotation(turns, { load })) as Rotation
    picture(1)
    await vi.advanceTimersByTimeAsync(2 * TURN_MS)
    answers = false
    await vi.advanceTimersByTimeAsync(TURN_MS)
    expect([on(), rotation.shown.value]).toEqual(['scene honors', { who: 'T1' }])
  })

  it('shows a new announcement at once, and the next picture when somebody asks', async () => {
    picture(1)
    turns.value = [notice(7), ...boards(1, 2, 3)]
    await nextTick()
    expect(on()).toBe('notice 7')
    rotation.next()
    vi.advanceTimersByTime(1)
    expect(on()).toBe(1)
    turns.value = boards(1, 2, 3)
    await nextTick()
    expect(on()).toBe(1)
  })
})
