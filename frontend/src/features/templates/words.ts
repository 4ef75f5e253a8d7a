import type { Words } from '../../i18n'

export const templatesWords: Words = { zh: { templates: {} }, en: { templates: {} } }
