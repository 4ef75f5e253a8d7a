/** What the cards of somebody's times have in common: a list, the newest first, and one entry being written or corrected. */

import { computed, ref, type Ref } from 'vue'
import { api } from '../../api/client'
import type { Listing } from '../../api/types'
import { useAsked, useDeed } from '../../design/asked'

/** `path` lists them, `one` is the address of a single one; `changed` is told after each that was kept or taken back. */
export function useTimes<Item, Draft extends object>(path: string, one: string, changed: () => void = () => undefined) {
  const { answer, trouble, again } = useAsked(() => api.get<Listing<Item>>(path))
  const { busy, trouble: refused, run } = useDeed()
  const draft = ref(null) as Ref<Draft | null>
  const tried = ref(false)
  const newest = computed(() => [...(answer.value?.items ?? [])].reverse())

  function write(entry: Draft): void {
    refused.value = null
    tried.value = false
    draft.value = entry
  }
  async function keep(deed: () => Promise<unknown>): Promise<void> {
    if (!(await run(deed))) return
    draft.value = null
    await again()
    changed()
  }
  const remove = (id: number): Promise<void> => keep(() => api.delete(`${one}/${id}`))
  return { answer, trouble, busy, refused, draft, tried, newest, write, keep, remove }
}
