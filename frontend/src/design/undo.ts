/** The way back from a deed that was done just now: what happened is said, and for some seconds one press asks the service for the reverse. */

import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

/** How long the way back stands open, counted anew whenever somebody looks away from it. */
export const OPEN_MS = 10_000
/** How long it is told that all is as before. */
export const TOLD_MS = 4_000

/** What is said; `open` while it can be undone, `undone` once it was, `refused` where the service would not. */
export interface Told {
  text: string
  state: 'open' | 'undone' | 'refused'
  reason: unknown
}

export interface Undo {
  told: ShallowRef<Told | null>
  busy: Ref<boolean>
  /** After the deed: `text` says what happened, `back` asks for the reverse and shows what then is. Only the last deed can be undone. */
  offer: (text: string, back: () => Promise<unknown>) => void
  back: () => Promise<void>
  /** While somebody has the keyboard or the pointer on it nothing goes away. */
  hold: (held: boolean) => void
  close: () => void
}

/** Belongs to a page and ends with it: what would come back could not be seen from anywhere else. The deed itself is done already. */
export function useUndo(): Undo {
  const told = shallowRef<Told | null>(null)
  const busy = ref(false)
  let reverse: () => Promise<unknown> = () => Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  let held = false

  function wait(): void {
    clearTimeout(timer)
    const state = told.value?.state
    // A refusal stays until it is closed: it says that something is not as it was asked for.
    if (held || busy.value || !state || state === 'refused') return
    timer = setTimeout(close, state === 'open' ? OPEN_MS : TOLD_MS)
  }
  function close(): void {
    clearTimeout(timer)
    told.value = null
    held = false
  }
  function offer(text: string, back: () => Promise<unknown>): void {
    reverse = back
    told.value = { text, state: 'open', reason: null }
    wait()
  }
  async function back(): Promise<void> {
    const was = told.value
    if (was?.state !== 'open' || busy.value) return
    busy.value = true
    clearTimeout(timer)
    const asked = reverse
    const said: Told = await asked().then(
      () => ({ ...was, state: 'undone', reason: null }),
      (reason: unknown) => ({ ...was, state: 'refused', reason }),
    )
    busy.value = false
    // Whoever did something else meanwhile is offered the way back from that.
    if (told.value === was) told.value = said
    wait()
  }
  function hold(now: boolean): void {
    held = now
    wait()
  }
  onScopeDispose(() => { clearTimeout(timer) })
  return { told, busy, offer, back, hold, close }
}
