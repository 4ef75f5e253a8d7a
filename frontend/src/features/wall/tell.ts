/** Says how this screen is, for whoever looks after it: every minute, and soon after something changed. */

import { onScopeDispose, watch, type Ref } from 'vue'
import { api } from '../../api/client'

export const EVERY_MS = 60_000
const SOON_MS = 5_000

export interface Telling { build: string; shows: string; contest: number | null; stale: boolean }

export function useTelling(state: Ref<Telling | null>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldAt = -Infinity

  function plan(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void tell(), ms)
  }
  async function tell(): Promise<void> {
    plan(EVERY_MS)
    if (!state.value) return
    toldAt = Date.now()
    const ratio = window.devicePixelRatio || 1
    const size = { width: Math.round(window.innerWidth * ratio), height: Math.round(window.innerHeight * ratio) }
    // A courtesy: without it the list says that nothing was heard.
    await api.put('/displays/me/state', { ...state.value, ...size }).catch(() => undefined)
  }
  watch(() => JSON.stringify(state.value), () => plan(Math.max(1_000, toldAt + SOON_MS - Date.now())), { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
}
