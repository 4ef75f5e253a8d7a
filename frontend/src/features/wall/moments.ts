/** Badges that were earned just now, one after the other, each for some seconds: never over a ceremony, and none twice. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { BadgeNews } from '../../api/badges'

export const MOMENT_MS = 7_000
/** Between two, so that what lies below is seen again. */
const REST_MS = 1_500
/** When many earn one at once, the wall shows the first of them; everybody sees the own on the phone. */
const MOST_WAITING = 5

const keyOf = (news: BadgeNews): string => [news.badge, news.tier, news.on, news.of, news.agent.code].join(' ')

export function useMoments(news: Ref<BadgeNews | null>, busy: Ref<boolean>): Ref<BadgeNews | null> {
  const shown = ref<BadgeNews | null>(null)
  const told: string[] = []
  const waiting: BadgeNews[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function next(): void {
    clearTimeout(timer)
    timer = undefined
    const one = busy.value ? undefined : waiting.shift()
    if (!one) return
    shown.value = one
    timer = setTimeout(() => {
      shown.value = null
      timer = setTimeout(next, REST_MS)
    }, MOMENT_MS)
  }

  watch(news, (one) => {
    if (!one || told.includes(keyOf(one)) || waiting.length >= MOST_WAITING) return
    // The boards of a site all tell the same.
    told.push(keyOf(one))
    if (told.length > 50) told.shift()
    waiting.push(one)
    if (!timer) next()
  }, { immediate: true })
  watch(busy, (is) => {
    if (is) {
      clearTimeout(timer)
      timer = undefined
      shown.value = null
    } else next()
  })
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
