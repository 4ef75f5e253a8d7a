import type { Words } from '../../i18n'

export const launchWords: Words = {
  zh: {
    launch: {
      title: '发起竞赛', template: '选一个模板', period: '什么时候', teams: '谁参加', name: '叫什么名字', nameZh: '中文名', nameEn: '英文名',
      length: { week: '一周', month: '一个月', hours: '几小时' }, kind: { this_week: '本周', next_week: '下周', this_month: '本月', next_month: '下月', hours: '自选时段' }, starts: '开始', ends: '结束', zoneHint: '按 {zone} 时间',
      allTeams: '全选', noTeams: '全不选', chosen: '已选 {n} 个', needTeams: '至少选两个班组，才好比赛。', needTitle: '请给竞赛起个名字。', needEnds: '结束时间要晚于开始时间。', needFuture: '结束时间已经过去了。', noTemplate: '还没有可用的模板', noTemplateHint: '请运营在“数据”里批准一个模板。',
      go: '开赛', preview: '{site}的 {n} 个班组，{when}，比“{skill}”。', previewAgents: '{site}的全体坐席，{when}，比“{skill}”。', from: '{day} 至 {last}', clock: '{start} 至 {end}', warnings: '{n} 条提醒', soon: '其他班组长会马上收到通知，开赛前可以退出。', agents: '所选职场的全体坐席参加。',
    },
  },
  en: {
    launch: {
      title: 'Start a contest', template: 'Pick a template', period: 'When', teams: 'Who takes part', name: 'What it is called', nameZh: 'Chinese title', nameEn: 'English title',
      length: { week: 'a week', month: 'a month', hours: 'some hours' }, kind: { this_week: 'This week', next_week: 'Next week', this_month: 'This month', next_month: 'Next month', hours: 'Own hours' }, starts: 'Starts', ends: 'Ends', zoneHint: 'in {zone} time',
      allTeams: 'All', noTeams: 'None', chosen: '{n} chosen', needTeams: 'Choose at least two teams, so that there is a race.', needTitle: 'Please give the contest a name.', needEnds: 'The end has to be after the start.', needFuture: 'The end has passed already.', noTemplate: 'There is no template yet', noTemplateHint: 'Operations approve templates; ask them for one.',
      go: 'Start the contest', preview: '{n} teams of {site} compete {when} in “{skill}”.', previewAgents: 'All agents of {site} compete {when} in “{skill}”.', from: 'from {day} to {last}', clock: 'from {start} to {end}', warnings: '{n} things to know', soon: 'The other leads are told at once and may withdraw until the start.', agents: 'All agents of the chosen site take part.',
    },
  },
}
