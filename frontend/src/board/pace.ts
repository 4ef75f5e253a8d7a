/** Asks now and then where a running contest is heading; nothing before it is known, and nothing once it is over. */

import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { api } from '../api/client'
import type { Pace } from '../api/sides'

const EVERY_MS = 30_000

export function usePace(contest: number, running: Ref<boolean>): ShallowRef<Pace | null> {
  const pace = shallowRef<Pace | null>(null)
  let timer: ReturnType<typeof setInterval> | undefined

  async function look(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    // A courtesy beside the board: without it the board is as good as ever.
    pace.value = await api.get<Pace>(`/contests/${contest}/pace`).catch(() => null)
  }

  watch(running, (on) => {
    clearInterval(timer)
    if (!on) return void (pace.value = null)
    void look()
    timer = setInterval(() => void look(), EVERY_MS)
  }, { immediate: true })
  onScopeDispose(() => clearInterval(timer))
  return pace
}
