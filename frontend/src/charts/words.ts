import type { Words } from '../i18n'

export const chartsWords: Words = {
  zh: { charts: { table: '以表格查看' } },
  en: { charts: { table: 'See it as a table' } },
}
