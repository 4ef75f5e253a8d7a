/** Contests that somebody else entered the reader's teams in: asked for again and again, so that a lead is told at once. */

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from './client'
import { following } from './following'
import { useSession } from './session'
import type { Contest, ContestDetail, Listing } from './types'

const EVERY_MS = 20_000

export const useInvitations = defineStore('invitations', () => {
  const session = useSession()
  const all = ref<Contest[]>([])
  const unseen = computed(() => all.value.filter((contest) => contest.unseen))

  /** Who leads no team is never invited. */
  const invited = (): boolean => session.may('contests.launch') && (session.account?.teams.length ?? 0) > 0

  async function look(): Promise<void> {
    if (!invited() || document.hidden) return
    // A notice is a courtesy: when it cannot be had now, the next look brings it.
    const page = await api.get<Listing<Contest>>('/contests', { mine: 'invited', limit: 50 }).catch(() => null)
    if (page) all.value = page.items
  }
  async function seen(ids: readonly number[]): Promise<void> {
    const fresh = unseen.value.filter((contest) => ids.includes(contest.id))
    // The frame asks again whenever the list changes: a list made anew for nothing would go round for ever.
    if (!fresh.length) return
    all.value = all.value.map((contest) => (ids.includes(contest.id) ? { ...contest, unseen: false } : contest))
    await Promise.all(fresh.map((contest) => api.post(`/contests/${contest.id}/seen`).catch(() => undefined)))
  }
  async function withdraw(contest: Contest, team: string): Promise<ContestDetail> {
    const answer = await api.post<ContestDetail>(`/contests/${contest.id}/withdraw`, { team })
    await seen([contest.id])
    await look()
    return answer
  }
  return { all, unseen, look, seen, withdraw, ...following(look, EVERY_MS) }
})
