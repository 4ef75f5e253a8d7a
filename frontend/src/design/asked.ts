/** A question to the service on behalf of a page: its answer, its trouble, whether it is still on its way. */

import { computed, ref, shallowRef, type Ref, type ShallowRef, type WritableComputedRef } from 'vue'

export interface Asked<T> {
  /** A deed that knows better writes its own answer here; what was asked before it is dropped as well. */
  answer: WritableComputedRef<T | null>
  trouble: ShallowRef<unknown>
  busy: Ref<boolean>
  again: () => Promise<void>
}

/** Asks at once; a later answer to an earlier question is dropped, and the old answer stays until the new one is there. */
export function useAsked<T>(question: () => Promise<T>): Asked<T> {
  const held = shallowRef<T | null>(null)
  const trouble = shallowRef<unknown>(null)
  const busy = ref(false)
  let latest = 0
  const answer = computed({
    get: () => held.value,
    set: (known) => {
      latest += 1
      busy.value = false
      held.value = known
    },
  })

  async function again(): Promise<void> {
    const mine = (latest += 1)
    busy.value = true
    try {
      const found = await question()
      if (mine === latest) {
        held.value = found
        trouble.value = null
      }
    } catch (reason) {
      if (mine === latest) trouble.value = reason
    } finally {
      if (mine === latest) busy.value = false
    }
  }
  void again()
  return { answer, trouble, busy, again }
}

/** One deed at a time: `run` remembers the trouble instead of throwing, and answers whether it went well. */
export function useDeed(): { busy: Ref<boolean>; trouble: ShallowRef<unknown>; run: (deed: () => Promise<unknown>) => Promise<boolean> } {
  const busy = ref(false)
  const trouble = shallowRef<unknown>(null)
  async function run(deed: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    trouble.value = null
    try {
      await deed()
      return true
    } catch (reason) {
      trouble.value = reason
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, trouble, run }
}
