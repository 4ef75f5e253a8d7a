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

/** `turnMs` may grow for a board of several pages. */
export function useRotation(contests: Ref<readonly number[]>, turnMs: () => number = () => TURN_MS): Rotation {
  const feeds: ShallowRef<ReadonlyMap<number, Feed>> = shallowRef(new Map())
  const current = ref<number | null>(null)
  let timers: ReturnType<typeof setTimeout>[] = []

  const place = computed(() => (current.value === null ? -1 : contests.value.indexOf(current.value)))

  function following(): number | null {
    const all = contests.value
    return all.length ? (all[(place.value + 1) % all.length] ?? null) : null
  }

  function keepOnly(wanted: readonly number[]): void {
    for (const [id, feed] of feeds.value) if (!wanted.includes(id)) feed.stop()
    for (const id of wanted) feeds.value.get(id)?.start()
  }

  function schedule(): void {
    timers.forEach(clearTimeout)
    timers = []
    if (contests.value.length < 2) return
    const turn = turnMs()
    const next = following()
    timers.push(setTimeout(() => { if (current.value !== null && next !== null) keepOnly([current.value, next]) }, turn - AHEAD_MS))
    timers.push(setTimeout(() => { show(following()) }, turn))
  }

  function show(id: number | null): void {
    current.value = id
    keepOnly(id === null ? [] : [id])
    schedule()
  }

  watch(contests, (ids) => {
    const kept = new Map<number, Feed>()
    for (const id of ids) kept.set(id, feeds.value.get(id) ?? makeFeed(id, { view: 'wall' }))
    for (const [id, feed] of feeds.value) if (!kept.has(id)) feed.stop()
    feeds.value = kept
    show(current.value !== null && kept.has(current.value) ? current.value : (ids[0] ?? null))
  }, { immediate: true })

  onScopeDispose(() => {
    timers.forEach(clearTimeout)
    for (const feed of feeds.value.values()) feed.stop()
  })

  return {
    current: computed(() => current.value),
    feed: computed(() => (current.value === null ? null : (feeds.value.get(current.value) ?? null))),
    place,
    count: computed(() => contests.value.length),
  }
}
