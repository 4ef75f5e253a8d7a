import type { Words } from '../../i18n'

export const fameSceneWords: Words = {
  zh: { fameScene: { title: '名人堂' } },
  en: { fameScene: { title: 'Hall of fame' } },
}
