/** Decides which of a display's contests is on the wall, and keeps sockets only for that one and the next. */

import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { makeFeed, type Feed } from '../../board/feed'

export const TURN_MS = 20_000
/** The next board is fetched this long before its turn, so that it is there when its turn comes. */
const AHEAD_MS = 5_000

export interface Rotation {
  current: ComputedRef<number | null>
  feed: ComputedRef<Feed | null>
  place: ComputedRef<number>
  count: ComputedRef<number>
}

/** `turnMs` may grow while a board of several pages is on: its turn then lasts longer. */
export function useRotation(contests: Ref<readonly number[]>, turnMs: () => number = () => TURN_MS): Rotation {
  const feeds: ShallowRef<ReadonlyMap<number, Feed>> = shallowRef(new Map())
  const current = ref<number | null>(null)
  let since = 0
  let timers: ReturnType<typeof setTimeout>[] = []

  const after = (id: number | null): number | null => {
    const all = contests.value
    return all.length ? (all[((id === null ? -1 : all.indexOf(id)) + 1) % all.length] ?? null) : null
  }
  const pictured = (id: number | null): boolean => Boolean(id !== null && feeds.value.get(id)?.board.value)

  function keepOnly(wanted: readonly (number | null)[]): void {
    for (const [id, feed] of feeds.value) if (!wanted.includes(id)) feed.stop()
    for (const id of wanted) if (id !== null) feeds.value.get(id)?.start()
  }

  function schedule(left = Math.max(0, since + turnMs() - Date.now()), next = after(current.value)): void {
    timers.forEach(clearTimeout)
    timers = []
    if (contests.value.length < 2) return
    timers.push(setTimeout(() => keepOnly([current.value, next]), Math.max(0, left - AHEAD_MS)))
    timers.push(setTimeout(() => offer(next), left))
  }

  /** A board that cannot be had right now does not take the place of a picture: the one after it is tried. */
  function offer(id: number | null): void {
    if (id === current.value || pictured(id) || !pictured(current.value)) show(id)
    else schedule(AHEAD_MS, after(id))
  }

  function show(id: number | null): void {
    current.value = id
    since = Date.now()
    keepOnly([id])
    schedule()
  }

  watch(contests, (ids) => {
    const kept = new Map<number, Feed>()
    for (const id of ids) kept.set(id, feeds.value.get(id) ?? makeFeed(id, { view: 'wall' }))
    for (const [id, feed] of feeds.value) if (!kept.has(id)) feed.stop()
    feeds.value = kept
    if (current.value !== null && kept.has(current.value)) schedule()
    else show(ids[0] ?? null)
  }, { immediate: true })
  watch(turnMs, () => schedule())

  onScopeDispose(() => {
    timers.forEach(clearTimeout)
    for (const feed of feeds.value.values()) feed.stop()
  })

  return {
    current: computed(() => current.value),
    feed: computed(() => (current.value === null ? null : (feeds.value.get(current.value) ?? null))),
    place: computed(() => (current.value === null ? -1 : contests.value.indexOf(current.value))),
    count: computed(() => contests.value.length),
  }
}
