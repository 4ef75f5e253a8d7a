/** Keeps the window's name in step with the page: its heading, which may come after the page and change with the language. */

import { onMounted, onUnmounted, watch } from 'vue'

const NAME = 'Echelon 成长梯队'

/** Where a link took its own page away, the keyboard goes on from the new page rather than from the top of the frame. */
function keepFocus(): void {
  if (document.activeElement === null || document.activeElement === document.body) {
    document.getElementById('content')?.focus({ preventScroll: true })
  }
}

export function useTitle(path: () => string): void {
  let due = 0
  function name(): void {
    due = 0
    const heading = document.querySelector('#content h1')?.textContent?.trim()
    const wanted = heading ? `${heading} · Echelon` : NAME
    if (document.title !== wanted) document.title = wanted
  }
  // Boards change many times a second: one look a frame is enough.
  const observer = new MutationObserver(() => { due ||= requestAnimationFrame(name) })
  onMounted(() => {
    const content = document.getElementById('content')
    if (content) observer.observe(content, { childList: true, subtree: true, characterData: true })
  })
  onUnmounted(() => {
    observer.disconnect()
    cancelAnimationFrame(due)
    document.title = NAME
  })
  watch(path, keepFocus, { flush: 'post' })
}
