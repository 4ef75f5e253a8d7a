/** Decides whether this screen is a paired wall: pairs it when it is not, follows what it is to show when it is. */

import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { api, Problem } from '../../api/client'
import type { DisplayMe, Pairing } from '../../api/displays'

const POLL_MS = 3_000
const LIST_S = 30
const LONGEST_MS = 60_000

export type Stage = 'asking' | 'pairing' | 'paired'

export interface DisplayWatch {
  stage: Ref<Stage>
  me: ShallowRef<DisplayMe | null>
  pairing: ShallowRef<Pairing | null>
  reachable: Ref<boolean>
  /** How often somebody asked for the next picture since this page was loaded. */
  skipped: Ref<number>
  /** Look again at once: a board said that this screen may no longer see it, or that something was changed. */
  check: () => void
}

/** `kept` is what this screen was before its page was loaded anew: it goes on with that until the service says otherwise. */
export function useDisplay(kept: DisplayMe | null = null, reload: () => void = () => { window.location.reload() }): DisplayWatch {
  const stage = ref<Stage>(kept ? 'paired' : 'asking')
  const me = shallowRef<DisplayMe | null>(kept)
  const skipped = ref(0)
  let asked: Pick<DisplayMe, 'skips' | 'reloads'> | null = null
  const pairing = shallowRef<Pairing | null>(null)
  const reachable = ref(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false
  let failures = 0

  function next(run: () => Promise<void>, ms: number): void {
    clearTimeout(timer)
    if (!gone) timer = setTimeout(() => void attempt(run), ms)
  }

  /** Run a step; when nobody answers, try the same step again later and say so meanwhile. */
  async function attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run()
      failures = 0
      reachable.value = true
    } catch (reason) {
      reachable.value = !(reason instanceof Problem) || reason.status !== 0
      failures = Math.min(failures + 1, 10)
      next(run, Math.min(LONGEST_MS, 1000 * 2 ** failures) * (0.5 + Math.random() / 2))
    }
  }

  async function look(): Promise<void> {
    try {
      const found = await api.get<DisplayMe>('/displays/me')
      me.value = found
      stage.value = 'paired'
      pairing.value = null
      if (asked && found.reloads !== asked.reloads) return reload()
      if (asked && found.skips !== asked.skips) skipped.value += 1
      asked = found
      next(look, (found.again_s ?? LIST_S) * 1000)
    } catch (reason) {
      if (!(reason instanceof Problem) || ![401, 403].includes(reason.status)) throw reason
      stage.value = 'pairing'
      me.value = null
      next(offer, 0)
    }
  }

  async function offer(): Promise<void> {
    pairing.value = await api.post<Pairing>('/displays/pairing')
    next(poll, POLL_MS)
  }

  async function poll(): Promise<void> {
    const open = pairing.value
    if (!open) return next(offer, 0)
    try {
      const answer = await api.get<{ state: string }>(`/displays/pairing/${encodeURIComponent(open.secret)}`)
      if (answer.state === 'paired') return next(look, 0)
      next(poll, POLL_MS)
    } catch (reason) {
      // An expired or forgotten offer: make another. The service's clock decides; a screen's own may be days off. Anything else is tried again.
      if (!(reason instanceof Problem) || ![404, 410].includes(reason.status)) throw reason
      next(offer, POLL_MS)
    }
  }

  void attempt(look)
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })
  // A thousand walls that hear the same do not all ask in the same instant.
  return { stage, me, pairing, reachable, skipped, check: () => next(look, 100 + 700 * Math.random()) }
}
