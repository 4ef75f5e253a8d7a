/** What a page does before it goes on paper: the whole of a list of which the screen shows a part, the moment it was printed at. */

import { onMounted, onUnmounted } from 'vue'

export function beforePaper(deed: () => void): void {
  onMounted(() => { window.addEventListener('beforeprint', deed) })
  onUnmounted(() => { window.removeEventListener('beforeprint', deed) })
}
