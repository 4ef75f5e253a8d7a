import type { Words } from '../../i18n'

export const outcomesWords: Words = {
  zh: {
    outcomes: {
      title: '晋升公平报告', lead: '已公布结果的评审里，各职场、班组、班次、司龄和合同的人走到了哪一步。', none: '还没有公布结果的评审', noneHint: '评审通知结果之后，这里会按各类人员比较。',
      round: '评审', everyRound: '所有评审', target: '晋升到', everyTarget: '所有级别', to: '晋升到{level}', few: '人数太少，不作比较', fewHint: '不到 5 人的结果不显示；换一轮评审或级别再看。',
      overall: '{n} 人次参评，{up} 人次晋升。', looks: '有 {n} 组值得看一看。', fine: '没有发现运气解释不了的差别。',
      by: { site: '按职场', team: '按班组', shift: '按班次', tenure: '按司龄', contract: '按合同' },
      group: '人员', people: '参评', ready: '达标', nominated: '提名', promoted: '晋升', rate: '晋升率', against: '与其他人相比', look: '值得看一看',
      how: '“与其他人相比”是这一组的晋升率除以其余所有人的晋升率。低于五分之四，并且二十次里凭运气出现不到一次时，标为“值得看一看”：它只指出该看哪里，不下结论。不到 5 人的组合并显示。',
    },
  },
  en: {
    outcomes: {
      title: 'Fairness of promotions', lead: 'In the rounds whose results are out: how far people of each site, team, shift, tenure and contract came.', none: 'No round has told its results yet', noneHint: 'Once one has given notice, groups of people are compared here.',
      round: 'Round', everyRound: 'All rounds', target: 'Promotion to', everyTarget: 'All levels', to: 'To {level}', few: 'Too few people to compare', fewHint: 'Nothing is told of fewer than five; choose another round or level.',
      overall: '{n} judged, {up} promoted.', looks: '{n} groups are worth a look.', fine: 'No difference that chance does not explain.',
      by: { site: 'By site', team: 'By team', shift: 'By shift', tenure: 'By tenure', contract: 'By contract' },
      group: 'Group', people: 'Judged', ready: 'Ready', nominated: 'Put forward', promoted: 'Promoted', rate: 'Rate of promotion', against: 'Against all others', look: 'worth a look',
      how: '“Against all others” is the group’s rate of promotion over that of everybody else. Under four fifths, and where chance brings it about less than once in twenty, it is worth a look: it says where to look and not what is there. Groups of fewer than five are put together.',
    },
  },
}
