/** Badges that were earned just now, one after the other, each for some seconds: never over a ceremony, and none twice. Who earns the
 *  same one while it waits shares its turn, so that a badge of many does not keep the wall from a badge of one. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { BadgeNews } from '../../api/badges'

export const MOMENT_MS = 7_000
/** Between two, so that what lies below is seen again. */
const REST_MS = 1_500
/** Of more kinds at once the wall shows the first ones; everybody sees the own on the phone. */
const MOST_WAITING = 5
/** What was told lately and would be heard again from another board of the site; a site has some hundreds of people. */
const MOST_TOLD = 1_000

/** A badge, whom the wall names, and how many more earned it just now; `team` only where it is the team of all of them. */
export interface Moment extends BadgeNews { more: number }

const kindOf = (news: BadgeNews): string => [news.badge, news.tier, news.of].join(' ')
const keyOf = (news: BadgeNews): string => [news.badge, news.tier, news.on, news.of, news.agent.code].join(' ')

export function useMoments(news: Ref<BadgeNews | null>, busy: Ref<boolean>): Ref<Moment | null> {
  const shown = ref<Moment | null>(null)
  const told: string[] = []
  const waiting: Moment[] = []
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
    if (!one || told.includes(keyOf(one))) return
    // The boards of a site all tell the same.
    told.push(keyOf(one))
    if (told.length > MOST_TOLD) told.shift()
    const alike = waiting.find((other) => kindOf(other) === kindOf(one))
    if (alike) {
      alike.more += 1
      if (alike.team?.code !== one.team?.code) alike.team = null
    } else if (waiting.length < MOST_WAITING) waiting.push({ ...one, more: 0 })
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
