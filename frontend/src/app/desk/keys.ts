/** Keys that work on every page. Those of a single letter can be switched off, and rest while somebody types or a dialog is open. */

import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import type { Place } from '../places'
import { lettersOf } from './letters'

const KEPT = 'echelon.keys'
/** How long `g` waits for the letter that says where to. */
const WAIT_MS = 1500

const single = ref(localStorage.getItem(KEPT) !== 'off')
export function useSingleKeys(): { single: Ref<boolean>; turn: () => void } {
  const turn = (): void => {
    single.value = !single.value
    localStorage.setItem(KEPT, single.value ? 'on' : 'off')
  }
  return { single, turn }
}

const types = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export interface Deeds {
  search: () => void
  help: () => void
  go: (to: string) => void
  places: () => readonly Place[]
}

export function useKeys({ search, help, go, places }: Deeds): void {
  let since = 0
  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.altKey) return
    const key = event.key.toLowerCase()
    const open = document.querySelector('dialog[open]') !== null
    if ((event.ctrlKey || event.metaKey) && key === 'k' && !open) {
      event.preventDefault()
      search()
      return
    }
    if (!single.value || open || event.ctrlKey || event.metaKey || types(event.target)) return
    const going = event.timeStamp - since < WAIT_MS
    since = 0
    const found = going ? lettersOf(places()).find(({ letter }) => letter === key) : undefined
    if (found) go(found.place.to)
    else if (key === '/') search()
    else if (key === '?') help()
    else if (key === 'g') since = event.timeStamp
    else return
    event.preventDefault()
  }
  onMounted(() => { document.addEventListener('keydown', pressed) })
  onUnmounted(() => { document.removeEventListener('keydown', pressed) })
}
