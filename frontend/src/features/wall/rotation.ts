/** Decides what is on the wall, by turns, and keeps sockets only for the board that is shown (or was shown last) and the next. */

import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { makeFeed, type Feed, type FeedOptions } from '../../board/feed'
import type { Turn } from './turns'

export const TURN_MS = 20_000
/** What comes next is fetched this long before its turn, so that it is there when its turn comes. */
const AHEAD_MS = 5_000

export interface Rotation {
  turn: ComputedRef<Turn | null>
  /** Of the board that is on; while something else is on, of the board before: news come over it. */
  feed: ComputedRef<Feed | null>
  /** What the scene that is on shows. */
  shown: ComputedRef<unknown>
  /** Whether it is known that there is nothing to show now, rather than still being fetched. */
  quiet: ComputedRef<boolean>
  place: ComputedRef<number>
  feeds: ShallowRef<ReadonlyMap<number, Feed>>
  next: () => void
}

export interface RotationOptions {
  /** May grow while a board of several pages is on: its turn then lasts longer. */
  turnMs?: (turn: Turn | null) => number
  /** What a scene shows now; null where there is nothing. Throws when nobody answers. */
  load?: (scene: string) => Promise<unknown>
  kept?: (contest: number) => FeedOptions['kept']
}

export function useRotation(turns: Ref<readonly Turn[]>, { turnMs = () => TURN_MS, load = async () => null, kept }: RotationOptions = {}): Rotation {
  const feeds: ShallowRef<ReadonlyMap<number, Feed>> = shallowRef(new Map())
  const scenes: ShallowRef<ReadonlyMap<string, unknown>> = shallowRef(new Map())
  const current = shallowRef<Turn | null>(null)
  const board = shallowRef<number | null>(null)
  let since = 0
  let timers: ReturnType<typeof setTimeout>[] = []

  const placeOf = (turn: Turn | null): number => (turn ? turns.value.findIndex((one) => one.key === turn.key) : -1)
  const after = (turn: Turn | null): Turn | null => turns.value[(placeOf(turn) + 1) % turns.value.length] ?? null
  function isReady(turn: Turn | null): boolean {
    if (turn?.kind === 'board') return Boolean(feeds.value.get(turn.contest)?.board.value)
    if (turn?.kind === 'scene') return Boolean(scenes.value.get(turn.scene))
    return turn !== null
  }

  function prepare(turn: Turn | null): void {
    const wanted = [board.value, turn?.kind === 'board' ? turn.contest : null]
    for (const [id, feed] of feeds.value) if (!wanted.includes(id)) feed.stop()
    for (const id of wanted) if (id !== null) feeds.value.get(id)?.start()
    if (turn?.kind === 'scene') void fetchScene(turn.scene)
  }
  async function fetchScene(scene: string): Promise<void> {
    try {
      const found = await load(scene)
      scenes.value = new Map([...scenes.value, [scene, found]])
    } catch {
      // Nobody answers: what was shown the last time is shown again.
    }
  }

  function schedule(left = Math.max(0, since + turnMs(current.value) - Date.now()), next = after(current.value)): void {
    timers.forEach(clearTimeout)
    timers = []
    if (turns.value.length < 2 && next?.kind !== 'scene') return
    timers.push(setTimeout(() => prepare(next), Math.max(0, left - AHEAD_MS)))
    timers.push(setTimeout(() => offer(next), left))
  }

  /** What cannot be had right now does not take the place of a picture: the one after it is tried. */
  function offer(turn: Turn | null): void {
    if (turn?.key === current.value?.key || isReady(turn) || !isReady(current.value)) show(turn)
    else {
      const following = after(turn)
      if (isReady(following)) show(following)
      else schedule(AHEAD_MS, following)
    }
  }

  function show(turn: Turn | null): void {
    current.value = turn
    if (turn?.kind === 'board') board.value = turn.contest
    since = Date.now()
    prepare(turn)
    schedule()
  }

  watch(turns, (all, before = []) => {
    const ids = all.flatMap((one) => (one.kind === 'board' ? [one.contest] : []))
    const still = new Map<number, Feed>()
    for (const id of ids) still.set(id, feeds.value.get(id) ?? makeFeed(id, { view: 'wall', kept: kept?.(id) }))
    for (const [id, feed] of feeds.value) if (!still.has(id)) feed.stop()
    feeds.value = still
    if (board.value === null || !still.has(board.value)) board.value = ids[0] ?? null
    const told = all.find((one) => one.kind === 'notice' && !before.some((known) => known.key === one.key))
    if (told && current.value) show(told)
    else if (placeOf(current.value) >= 0) {
      current.value = all[placeOf(current.value)] ?? null
      prepare(current.value)
      schedule()
    } else show(all[0] ?? null)
  }, { immediate: true })
  watch(() => turnMs(current.value), () => schedule())

  onScopeDispose(() => {
    timers.forEach(clearTimeout)
    for (const feed of feeds.value.values()) feed.stop()
  })

  return {
    turn: computed(() => current.value),
    feed: computed(() => (board.value === null ? null : (feeds.value.get(board.value) ?? null))),
    shown: computed(() => (current.value?.kind === 'scene' ? (scenes.value.get(current.value.scene) ?? null) : null)),
    quiet: computed(() => current.value?.kind === 'scene' && scenes.value.get(current.value.scene) === null),
    place: computed(() => placeOf(current.value)),
    feeds,
    next: () => {
      const following = after(current.value)
      prepare(following)
      schedule(isReady(following) ? 0 : 1_500, following)
    },
  }
}
