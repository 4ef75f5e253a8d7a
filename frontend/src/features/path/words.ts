/** Words of one's own path. */

import type { Words } from '../../i18n'

export const pathWords: Words = {
  zh: {
    path: {
      title: '我的成长路径', asOf: '截至 {day}', since: '{day} 起', hired: '{day} 入职', here: '我在这里', passed: '已走过', ahead: '还在前面',
      asks: '升到{level}要求什么', from: '从{level}', asksNone: '这一级的要求由本中心另行制定', next: '下一步', to: '{from} → {to}', none: '您所在的级别之上，本中心还没有制定标准', noneHint: '专家和主管的标准由本中心另行制定；有了新版本会显示在这里。',
      met: '必备 {n} / {of} 项已达成', allMet: '已达成的 {n} 项', open: '还差 {n} 项', score: '总进度', advice: '这是参考，晋升由两人依据事实决定。',
      on: '最早 {day}', assuming: '前提：{what}', noDate: '还不能诚实地给出日期：考试、均值等要靠实际结果', value: '现在 {value}，要求 {threshold}',
      status: { met: '达成', not_met: '未达成', no_data: '无数据' }, notAsked: '不作要求', ahead1: '最早 {day} 达成', helps: '有帮助的', months: '统计月份', skipped: '跳过的月份', skippedHint: '跳过不扣分，统计会往前多看几个月。', carried: '含历史导入：{months}', trend: '趋势', oneOf: '达成其中一项即可', metOn: '{day} 起达成', role: { weighted: '只计分', bonus: '加分' },
      versions: '按哪一版标准评', shipped: '按随产品提供的标准评', inForce: '现行 {code}，{day} 起', favoured: '{until} 前，{code} 若对您更有利就按它评', counts: '现在按它评', coming: '{day} 起执行新标准 {code}', comingSame: '您下一步的要求没有变化。', readAll: '查看全部标准',
      seen: '谁能看到什么', seenRows: { self: '您本人：以上全部，以及每个数字背后的事实', lead: '您的班组长和副班组长：您的判定、证据和评分卡', hr: '人力：同上，并能看到请假种类', ops: '运营经理：判定、证据和评分卡，不含请假种类', others: '同事、大屏和其他班组：都看不到', never: '私下谈话从不作为证据，也不会导出' },
      blocked: '暂停评审：{why}',
    },
  },
  en: {
    path: {
      title: 'My path', asOf: 'As of {day}', since: 'since {day}', hired: 'With us since {day}', here: 'I am here', passed: 'behind me', ahead: 'ahead',
      asks: 'What {level} asks', from: 'from {level}', asksNone: 'The centre writes what this level asks', next: 'Next step', to: '{from} → {to}', none: 'The centre has written no step above your level yet', noneHint: 'What expert and supervisor ask is for the centre to write; it will appear here.',
      met: '{n} of {of} required met', allMet: 'The {n} that are met', open: '{n} still open', score: 'All in all', advice: 'This is advice: two people decide on a promotion, from facts.',
      on: '{day} at the earliest', assuming: '{what}', noDate: 'No honest date yet: an exam or a mean depends on what really comes', value: '{value} now, {threshold} asked',
      status: { met: 'Met', not_met: 'Not met', no_data: 'No data' }, notAsked: 'Not asked', ahead1: 'Met on {day} at the earliest', helps: 'What helps', months: 'Months looked at', skipped: 'Months passed over', skippedHint: 'They cost you nothing: earlier months are looked at instead.', carried: 'From before: {months}', trend: 'Trend', oneOf: 'Any one of these is enough', metOn: 'Met since {day}', role: { weighted: 'counts in the score only', bonus: 'bonus' },
      versions: 'Which criteria count', shipped: 'The criteria that ship with the product', inForce: '{code}, in force since {day}', favoured: 'Until {until} {code} counts if it is better for you', counts: 'counts for you now', coming: 'From {day} new criteria: {code}', comingSame: 'Nothing changes for your next step.', readAll: 'Read all criteria',
      seen: 'Who sees what', seenRows: { self: 'You: all of this, and the facts behind every number', lead: 'Your lead and deputy: your verdicts, evidence and scorecards', hr: 'HR: the same, and the kind of leave', ops: 'Operations: verdicts, evidence and scorecards, never the kind of leave', others: 'Colleagues, walls and other teams: nothing of it', never: 'Private talks are never evidence and never exported' },
      blocked: 'On hold: {why}',
    },
  },
}
