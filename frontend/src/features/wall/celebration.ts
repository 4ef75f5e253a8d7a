/** Notices a new leader and says for how long it is marked; the first picture of a board is no news. */

import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Board, Row } from '../../api/types'
import { leaderOf } from './lanes'

export const CELEBRATED_MS = 8_000

export function useNewLeader(board: Ref<Board | null>): ShallowRef<Row | null> {
  const celebrated = shallowRef<Row | null>(null)
  let contest: number | null = null
  let leader: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(board, (next) => {
    const first = next && leaderOf(next)
    if (!next) return
    if (next.contest.id !== contest) {
      contest = next.contest.id
      leader = first?.id ?? null
      celebrated.value = null
    } else if (first && first.id !== leader) {
      // Out of a shared first place somebody steps forward: that is news as well, a first ranking is not.
      if (leader !== null) celebrate(first)
      leader = first.id
    }
  }, { immediate: true })

  function celebrate(row: Row): void {
    celebrated.value = row
    clearTimeout(timer)
    timer = setTimeout(() => (celebrated.value = null), CELEBRATED_MS)
  }

  onScopeDispose(() => clearTimeout(timer))
  return celebrated
}
