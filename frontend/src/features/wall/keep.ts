/** Keeps what the wall shows on this machine, so that a browser that starts without its network begins with the last good picture. */

import { onScopeDispose } from 'vue'
import type { Feed } from '../../board/feed'
import type { DisplayMe } from '../../api/displays'
import type { Board } from '../../api/types'

const KEPT = 'echelon.wall'
const EVERY_MS = 5_000
/** Enough for an hour without a network; a browser keeps five megabytes. */
const MOST_BOARDS = 12

export interface Kept { me: DisplayMe; boards: Record<string, { board: Board; heardAt: number | null }> }

export function recall(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Kept | null
    return Array.isArray(found?.me.scenes) && Array.isArray(found.me.notices) ? found : null
  } catch {
    return null
  }
}

export const forget = (): void => localStorage.removeItem(KEPT)

export function keep(me: DisplayMe, feeds: ReadonlyMap<number, Feed>): void {
  const pictured = [...feeds].filter(([, feed]) => feed.board.value).slice(0, MOST_BOARDS)
  const boards = Object.fromEntries(pictured.map(([id, feed]) => [id, { board: feed.board.value, heardAt: feed.heardAt.value }]))
  try {
    localStorage.setItem(KEPT, JSON.stringify({ me, boards }))
  } catch {
    // No room: a wall that lives on is worth more than one that remembers.
    forget()
  }
}

/** `what` says what there is to keep; null while this screen is not a paired wall. */
export function useKeeping(what: () => [DisplayMe, ReadonlyMap<number, Feed>] | null): void {
  const timer = setInterval(() => {
    const now = what()
    if (now) keep(...now)
  }, EVERY_MS)
  onScopeDispose(() => clearInterval(timer))
}
