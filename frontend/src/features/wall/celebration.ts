/** Notices a new leader and says for how long it is marked; the first picture of a board is no news. */

import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Board, Row } from '../../api/types'
import { leaderOf } from './lanes'

export const CELEBRATED_MS = 8_000

export function useNewLeader(board: Ref<Board | null>): ShallowRef<Row | null> {
  const celebrated = shallowRef<Row | null>(null)
  let contest: number | null = null
  let leader: string | null = null
  let frozen = false
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(board, (next) => {
    const first = next && leaderOf(next)
    if (!next) return
    if (next.contest.id !== contest) {
      contest = next.contest.id
      leader = first?.id ?? null
      celebrated.value = null
    } else if (first && first.id !== leader) {
      // Out of a shared first place somebody steps forward: that is news as well, a first ranking is not. Nor is what a
      // reveal brings: it has a celebration of its own.
      if (leader !== null && !frozen) celebrate(first)
      leader = first.id
    }
    frozen = next.contest.phase === 'frozen'
  }, { immediate: true })

  function celebrate(row: Row): void {
    celebrated.value = row
    clearTimeout(timer)
    timer = setTimeout(() => (celebrated.value = null), CELEBRATED_MS)
  }

  onScopeDispose(() => clearTimeout(timer))
  return celebrated
}

/** Who has won when a frozen board goes on, for the same while; provisionally, as the board says beside it. */
export function useWinner(board: Ref<Board | null>): ShallowRef<Row | null> {
  const winner = shallowRef<Row | null>(null)
  let waiting: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(board, (next) => {
    if (!next) return
    const { id, phase } = next.contest
    if (waiting === id && (phase === 'provisional' || phase === 'final')) {
      winner.value = leaderOf(next)
      clearTimeout(timer)
      timer = setTimeout(() => (winner.value = null), CELEBRATED_MS)
    } else if (waiting !== id) winner.value = null
    waiting = phase === 'frozen' ? id : null
  }, { immediate: true })

  onScopeDispose(() => clearTimeout(timer))
  return winner
}
