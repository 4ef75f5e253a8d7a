import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { OPEN_MS, TOLD_MS, useUndo, type Undo } from '../../src/design/undo'

let scope: EffectScope
let undo: Undo
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  scope.run(() => { undo = useUndo() })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})
const state = (): string | undefined => undo.told.value?.state

describe('the way back from a deed', () => {
  it('stands open for a while and then goes away without doing anything', () => {
    const back = vi.fn(() => Promise.resolve())
    undo.offer('gone', back)
    vi.advanceTimersByTime(OPEN_MS - 1)
    expect(undo.told.value?.text).toBe('gone')
    vi.advanceTimersByTime(1)
    expect(undo.told.value).toBeNull()
    expect(back).not.toHaveBeenCalled()
  })

  it('stays while somebody is at it, and the whole time anew when they look away', () => {
    undo.offer('gone', () => Promise.resolve())
    undo.hold(true)
    vi.advanceTimersByTime(10 * OPEN_MS)
    expect(state()).toBe('open')
    undo.hold(false)
    vi.advanceTimersByTime(OPEN_MS - 1)
    expect(state()).toBe('open')
    vi.advanceTimersByTime(1)
    expect(state()).toBeUndefined()
  })

  it('asks for the reverse once, says so and goes', async () => {
    const back = vi.fn(() => Promise.resolve())
    undo.offer('gone', back)
    await Promise.all([undo.back(), undo.back()])
    expect([back.mock.calls.length, state()]).toEqual([1, 'undone'])
    await undo.back()
    expect(back).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(TOLD_MS)
    expect(undo.told.value).toBeNull()
  })

  it('tells a refusal until it is closed', async () => {
    const refusal = new Error('no')
    undo.offer('gone', () => Promise.reject(refusal))
    await undo.back()
    vi.advanceTimersByTime(10 * OPEN_MS)
    expect(undo.told.value).toMatchObject({ state: 'refused', reason: refusal })
    undo.close()
    expect(undo.told.value).toBeNull()
  })

  it('leads back from the last deed only', async () => {
    const [first, second] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())]
    undo.offer('one', first)
    vi.advanceTimersByTime(OPEN_MS - 1)
    undo.offer('two', second)
    vi.advanceTimersByTime(OPEN_MS - 1)
    expect(undo.told.value?.text).toBe('two')
    await undo.back()
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
  })

  it('does not speak over a deed that was done while it asked', async () => {
    let answer = (): void => undefined
    undo.offer('one', () => new Promise<void>((done) => (answer = done)))
    const asked = undo.back()
    undo.offer('two', () => Promise.resolve())
    answer()
    await asked
    expect(undo.told.value).toMatchObject({ text: 'two', state: 'open' })
    vi.advanceTimersByTime(OPEN_MS)
    expect(undo.told.value).toBeNull()
  })

  it('ends with its page', () => {
    undo.offer('gone', () => Promise.resolve())
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
