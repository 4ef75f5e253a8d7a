import type { Words } from '../i18n'

export const honoredWords: Words = {
  zh: { honored: { title: '班组荣誉', none: '还没有荣誉', noneHint: '红旗、金牌班组和班组徽章都会陈列在这里。', shelf: '班组徽章', tier: { plain: '徽章', bronze: '铜', silver: '银', gold: '金', diamond: '钻石' }, times: '× {n}', more: '全部 {n} 项', provisional: '待确认', corrected: '已更正：{why}' } },
  en: { honored: { title: 'Honors of the team', none: 'No honors yet', noneHint: 'The banner, months won and badges of the team will stand here.', shelf: 'Badges of the team', tier: { plain: 'badge', bronze: 'bronze', silver: 'silver', gold: 'gold', diamond: 'diamond' }, times: '× {n}', more: 'All {n}', provisional: 'provisional', corrected: 'Corrected: {why}' } },
}
