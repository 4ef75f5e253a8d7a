/** Joins the parts into the running pages. */

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createWebHistory } from 'vue-router'
import { wear } from './api/look'
import App from './app/App.vue'
import { makeRouter } from './app/router'
import { firstWords } from './app/words'
import './design/base.css'
import { fetchLettersWhenCalm } from './design/letters'
import { announce, speak } from './i18n'

fetchLettersWhenCalm()
speak(firstWords)
announce()
void wear()

// After a deployment the old page may ask for parts that are gone: load the page anew, once.
window.addEventListener('vite:preloadError', (event) => {
  const key = `echelon.gone ${document.querySelector<HTMLScriptElement>('script[type=module]')?.src ?? ''}`
  if (sessionStorage.getItem(key)) return
  sessionStorage.setItem(key, '1')
  event.preventDefault()
  window.location.reload()
})

/** In turns, for a slow phone draws and answers only between them. What the page itself says stands until there is something to put in its place. */
const turn = (): Promise<void> => new Promise((go) => setTimeout(go))

async function begin(): Promise<void> {
  await turn()
  const app = createApp(App).use(createPinia())
  const history = createWebHistory()
  await turn()
  const router = makeRouter(history)
  await turn()
  app.use(router)
  await router.isReady().catch(() => undefined)
  await turn()
  app.mount('#app')
}
void begin()
