/** Words of *why this number*, which leads, agents and operations all open. */

import type { Words } from '../i18n'

export const boardWords: Words = {
  zh: {
    why: {
      open: '为什么是这个数', title: '{name}：为什么是 {score}', titleNone: '{name}：离上榜还差什么', sum: '合计',
      rule: { points: '每项的数值乘以分值，再相加。', attainment: '每项先算达成率（超出封顶），再按权重加权平均。', improvement: '和自己比：现在的达成率，减去同一批人前八周的达成率。', formula: '按公式计算：{formula}' },
      term: '指标', value: '数值', target: '目标', weight: '权重', points: '分值', attainment: '达成率', before: '前八周', adds: '贡献得分', n: '{n} 条数据',
      missing: { no_data: '还没有数据', zero: '没有数据，按 0 计', skip: '没有数据，由其他项分担', private: '见习坐席的成绩不公开，均值不显示' },
      head: '在岗人力', headText: '{n} 个全职人力，本期 {days} 个工作日', members: '成员', days: '全职在岗天数', share: '在队时间', counted: '计入', notCounted: '不计入（班组长或尚未独立接线）', own: '本人得分', hidden: '另有 {n} 位成员的个人数据只对本人和其班组长可见。',
      conditions: '上榜条件', holds: '已达到', open_: '还差一点', atLeast: '至少 {n}', atMost: '至多 {n}', now: '现在 {n}', perFte: '人均',
      facts: '背后的数据', allMetrics: '全部指标', when: '时间', fact: '记录编号', who: '坐席', noFacts: '这段时间里还没有数据。', teamRule: '班组计分：{rule}',
    },
  },
  en: {
    why: {
      open: 'Why this number', title: '{name}: why {score}', titleNone: '{name}: what is short of ranking', sum: 'Total',
      rule: { points: 'Each value times its points, added up.', attainment: 'Each figure becomes an attainment (capped), then a weighted mean.', improvement: 'Against oneself: the attainment now, less that of the same people over the eight weeks before.', formula: 'By the formula: {formula}' },
      term: 'Figure', value: 'Value', target: 'Target', weight: 'Weight', points: 'Points', attainment: 'Attainment', before: '8 weeks before', adds: 'Adds', n: '{n} facts',
      missing: { no_data: 'no data yet', zero: 'no data, counts as 0', skip: 'no data, the others share its place', private: 'left out: it would tell what trainees scored' },
      head: 'Headcount', headText: '{n} FTE over {days} working days', members: 'Members', days: 'FTE days', share: 'In the team', counted: 'Counts', notCounted: 'does not count (lead or not yet on calls)', own: 'Own score', hidden: 'Figures of {n} more members are for themselves and their lead only.',
      conditions: 'Conditions for a place', holds: 'met', open_: 'a little short', atLeast: 'at least {n}', atMost: 'at most {n}', now: 'now {n}', perFte: 'per FTE',
      facts: 'The facts behind it', allMetrics: 'All figures', when: 'When', fact: 'Record', who: 'Agent', noFacts: 'There are no facts in this window yet.', teamRule: 'Team rule: {rule}',
    },
  },
}
