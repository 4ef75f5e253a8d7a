import type { Words } from '../../i18n'

export const accessWords: Words = { zh: {}, en: {} }
