/** The wall is a page of its own: a small computer behind a screen carries nothing of the consoles. */

import { createApp } from 'vue'
import { wear } from './api/look'
import './design/base.css'
import { fetchLetters } from './design/letters'
import Wall from './features/wall/Wall.vue'
import { keepForOffline } from './features/wall/offline'
import { wallSays } from './features/wall/says'
import { announce, speak } from './i18n'

void fetchLetters()
speak(wallSays)
announce()
void wear()
createApp(Wall).mount('#app')
if (import.meta.env.PROD) keepForOffline()
