import type { Words } from '../../i18n'

export const badgesSceneWords: Words = {
  zh: {
    badgesScene: { title: '最新徽章', days: '最近 {n} 天', more: '还有 {n} 人', moreTeams: '还有 {n} 个班组', tier: { bronze: '铜', silver: '银', gold: '金', diamond: '钻石' } },
  },
  en: {
    badgesScene: { title: 'New badges', days: 'the last {n} days', more: 'and {n} more', moreTeams: 'and {n} more', tier: { bronze: 'bronze', silver: 'silver', gold: 'gold', diamond: 'diamond' } },
  },
}
