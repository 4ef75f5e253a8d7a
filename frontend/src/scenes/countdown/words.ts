import type { Words } from '../../i18n'

export const countdownWords: Words = {
  zh: { countdown: { next: '下一场竞赛', starts: '距开始', also: '接下来', teams: '{n} 个班组参赛' } },
  en: { countdown: { next: 'The next contest', starts: 'Starts in', also: 'After that', teams: '{n} teams take part' } },
}
