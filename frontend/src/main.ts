/** Joins the parts into the running pages. */

import { createPinia } from 'pinia'
import { createApp } from 'vue'
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

// In turns, for a slow phone draws and answers only between them. What the page itself says stands until there is something to put in its place.
setTimeout(() => {
  const app = createApp(App).use(createPinia())
  const router = makeRouter()
  app.use(router)
  void router.isReady().catch(() => undefined).then(() => setTimeout(() => app.mount('#app')))
})
