import type { Words } from '../../i18n'

export const honorsSceneWords: Words = {
  zh: { honorsScene: { title: '荣誉墙' } },
  en: { honorsScene: { title: 'Wall of honors' } },
}
