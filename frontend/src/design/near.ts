/** Waits with what stands far below: no question is asked for what nobody may ever scroll to. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** True from the moment on at which the element is within a screen of what is seen. */
export function useNear(element: Readonly<Ref<Element | null>>): Ref<boolean> {
  const near = ref(false)
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return
    near.value = true
    watcher.disconnect()
  }, { rootMargin: '100% 0px' })
  watch(element, (found) => { if (found && !near.value) watcher.observe(found) }, { immediate: true, flush: 'post' })
  onScopeDispose(() => watcher.disconnect())
  return near
}
