import type { Words } from '../../i18n'

export const dataWords: Words = { zh: {}, en: {} }
