/** What happened to the reader, asked for now and then while the page is looked at; nothing calls anybody who is not at work. */

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { api } from './client'
import { following } from './following'
import { useSession } from './session'
import type { Bilingual } from './types'

export type NewsKind = 'badge' | 'thanks' | 'exam' | 'exam_result' | 'course' | 'practice' | 'evaluation' | 'dispute' | 'appeal' | 'decision' | 'title_ends'

/** `word`: how it came out, or the day it is due; `key`: what its page's address is made of. */
export interface NewsItem {
  kind: NewsKind
  at: string
  name: Bilingual
  key: string
  word: string | null
}

const EVERY_MS = 60_000

export const useNews = defineStore('news', () => {
  const session = useSession()
  const items = shallowRef<NewsItem[] | null>(null)
  const unread = ref(0)

  /** Whoever works with people; an administrator has none. */
  const concerned = (): boolean => session.may('kudos.give')
  async function ask(): Promise<void> {
    const found = await api.get<{ items: NewsItem[]; unread: number }>('/news')
    items.value = found.items
    unread.value = found.unread
  }
  /** A count is a courtesy: when it cannot be had now, the next look brings it. */
  async function look(): Promise<void> {
    if (concerned() && !document.hidden) await ask().catch(() => undefined)
  }
  async function read(): Promise<void> {
    if (!unread.value) return
    await api.put('/news/read').catch(() => undefined)
    unread.value = 0
  }
  return { items, unread, concerned, ask, read, ...following(look, EVERY_MS) }
})
