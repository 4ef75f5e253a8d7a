import type { Words } from '../../i18n'

export const calendarWords: Words = {
  zh: {
    calendar: {
      title: '竞赛日历', tabs: '日历与系列赛', calendar: '日历', series: '系列赛', month: '月', week: '周', view: '视图', before: '往前', after: '往后', today: '今天', site: '职场', allSites: '所有职场', format: '赛制', allFormats: '所有赛制', mine: '只看我的班组',
      keys: '键盘：← → 翻页，T 回到今天，M / W 切换月与周。', empty: '这段时间没有竞赛', emptyHint: '发起一场竞赛，或者开一个每周自动续办的系列赛。', more: '还有 {n} 场', week_of: '{first} 至 {last}', planned: '系列赛将自动创建', weekNo: '第 {n} 周', allDay: '全天进行', sprints: '时段赛', none: '无',
      label: '{title}，{site}，{when}，{phase}', labelClash: '{title}，{site}，{when}，{phase}，{n} 名坐席同时参加过多竞赛', over: '{n} 人赶场',
      clashes: '有 {n} 处撞车：同一批人同时要参加两场以上的竞赛', clash: '{teams}的 {n} 名坐席在 {when} 同时参加', people: '其中有{names}', noTeam: '未分班组', clashHint: '错开时间，或让其中一场换一批班组，大家才能专心。',
      formats: { race: '竞速', league: '联赛', cup: '杯赛', duel: '对决', goal: '共同目标' }, phase: { planned: '已计划' }, teams: '{n} 个班组', agents: '{n} 名坐席',
    },
    series: {
      title: '系列赛', fresh: '新建系列赛', none: '还没有系列赛', noneHint: '系列赛按周、按月或按天自动开下一场，再也不用每周手动发起。', name: '名称', every: '节奏', next: '下一轮', state: '状态', running: '进行中', noNext: '–', back: '全部系列赛', first: '从模板开始',
      going: '正常进行', paused: '已暂停', stopped: '已停止', still: '停在原地', stillSince: '自 {at} 起没能开出下一轮：{why}', stillHint: '改好下面的设置（或模板），下一轮会自动补上。',
      template: '模板', follow: '每一轮都按当时的模板计分', own: '使用自定义计分', asTemplate: '每一轮都按模板进行', asTemplateHint: '保存后去掉本系列自己的计分和安排，从下一轮起生效。', titleZh: '中文名', titleEn: '英文名', titleHint: '每一轮会自动加上周次、月份或日期。',
      when: '多久一次', kinds: { weekly: '按周', monthly: '按月', daily: '按天', hours: '每天的一段时间' }, everyWeeks: '每几周一轮', everyMonths: '每几个月一轮', lasts: '每轮几周', days: '哪几天', makeup: '调休上班日也举行', begins: '从', until: '到', overnight: '结束早于开始表示跨到第二天。',
      holidays: '整轮都是节假日也照常举行', starts: '从哪天开始', ends: '到哪天为止（不含）', noEnd: '不填则一直办下去', zone: '按 {zone} 的工作日历',
      pauseGone: '这段暂停已删掉，保存后生效。', pauses: '暂停', addPause: '加一段暂停', pauseFrom: '从', pauseTo: '到（不含）', pauseOpen: '直到恢复', remove: '删掉', pauseHint: '开始日落在暂停期内的那一轮不举行。',
      who: '谁参加', everybody: '全职场参加，新成立的班组下一轮自动加入', chosen: '指定班组', agents: '全职场坐席参加',
      ahead: '接下来的几轮', locked: '只有发起人和运营可以修改这个系列赛。', aheadNone: '照现在的设置，不会再有下一轮。', aheadHint: '改动从下一轮起生效：已开始的一轮打完为止，未开始的一轮随之调整或取消。', create: '开始系列赛', save: '保存改动', saved: '已保存，从下一轮起生效。', created: '系列赛已开始。',
      pauseNow: '立即暂停', resume: '恢复', stop: '停止系列赛', stopAsk: '停止后不能再恢复。正在进行的一轮会打完，还没开始的一轮会取消。', doStop: '确认停止', keep: '先不停', see: '看这一轮', seeNext: '看下一轮', warned: '请留意',
      weekday: { 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' }, workdays: '工作日', comma: '、',
      said: { weekly: '每周', weeks: '每 {n} 周', lasting: '，每轮 {n} 周', monthly: '每月', months: '每 {n} 个月', on: '{days}', clock: '{days} {begins}–{until}', everyday: '每天' },
      need: { title: '请给系列赛起个名字。', teams: '至少选两个班组。', days: '至少选一天。', hours: '请填写时段。', pause: '暂停的结束要晚于开始。', ends: '结束日期要晚于开始日期。' },
    },
  },
  en: {
    calendar: {
      title: 'Contest calendar', tabs: 'Calendar and series', calendar: 'Calendar', series: 'Series', month: 'Month', week: 'Week', view: 'View', before: 'Earlier', after: 'Later', today: 'Today', site: 'Site', allSites: 'All sites', format: 'Format', allFormats: 'All formats', mine: 'My teams only',
      keys: 'Keyboard: ← → turn the page, T is today, M and W choose month or week.', empty: 'No contest in these days', emptyHint: 'Start a contest, or a series that makes the next one by itself every week.', more: '{n} more', week_of: '{first} to {last}', planned: 'the series will make it', weekNo: 'Week {n}', allDay: 'All day', sprints: 'Sprints', none: 'none',
      label: '{title}, {site}, {when}, {phase}', labelClash: '{title}, {site}, {when}, {phase}, {n} agents are in too many contests at once', over: '{n} overbooked',
      clashes: '{n} clashes: the same people would be in more than two contests at once', clash: '{when}, {teams} (agents concerned: {n})', people: 'among them {names}', noTeam: 'no team', clashHint: 'Move one of them, or give it to other teams, so that people can keep their mind on one thing.',
      formats: { race: 'Race', league: 'League', cup: 'Cup', duel: 'Duel', goal: 'Goal' }, phase: { planned: 'Planned' }, teams: '{n} teams', agents: '{n} agents',
    },
    series: {
      title: 'Series', fresh: 'New series', none: 'There is no series yet', noneHint: 'A series makes its next contest by itself, every week, month or day: nobody has to start it by hand.', name: 'Name', every: 'Beat', next: 'Next round', state: 'State', running: 'Running', noNext: '–', back: 'All series', first: 'Begin with a template',
      going: 'Going on', paused: 'Paused', stopped: 'Stopped', still: 'Stands still', stillSince: 'No round could be made since {at}: {why}', stillHint: 'Mend the settings below (or the template); the round is then made by itself.',
      template: 'Template', follow: 'Each round is scored by the template as it is then', own: 'Own scoring', asTemplate: 'Every round as the template has it', asTemplateHint: 'Saving drops the scoring and the arrangement of this series, from the next round on.', titleZh: 'Chinese title', titleEn: 'English title', titleHint: 'Every round adds its week, month or day.',
      when: 'How often', kinds: { weekly: 'By weeks', monthly: 'By months', daily: 'By days', hours: 'Some hours of a day' }, everyWeeks: 'Every … weeks', everyMonths: 'Every … months', lasts: 'Weeks a round lasts', days: 'On which days', makeup: 'Also on make-up workdays', begins: 'From', until: 'To', overnight: 'An end before the start lies on the next day.',
      holidays: 'Play rounds that hold no working day', starts: 'Starts on', ends: 'Ends before', noEnd: 'goes on for good when left empty', zone: 'on the working calendar of {zone}',
      pauseGone: 'The pause was removed; it counts once you save.', pauses: 'Pauses', addPause: 'Add a pause', pauseFrom: 'From', pauseTo: 'Until (that day plays)', pauseOpen: 'until it is resumed', remove: 'Remove', pauseHint: 'A round whose first day lies in a pause is not played.',
      who: 'Who takes part', everybody: 'Everybody at the site; teams founded later join with the next round', chosen: 'These teams', agents: 'All agents of the site take part',
      ahead: 'The rounds to come', locked: 'Whoever started this series and operations may change it.', aheadNone: 'With these settings there is no further round.', aheadHint: 'Changes hold from the next round on: what has begun is played to its end, what has not is adjusted or called off.', create: 'Start the series', save: 'Save the changes', saved: 'Saved; it holds from the next round on.', created: 'The series has started.',
      pauseNow: 'Pause now', resume: 'Resume', stop: 'Stop the series', stopAsk: 'A stopped series cannot be resumed. The round that is on is played to its end, the next one is called off.', doStop: 'Stop it', keep: 'Let it go on', see: 'See this round', seeNext: 'See the next round', warned: 'Please note',
      weekday: { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' }, workdays: 'working days', comma: ', ',
      said: { weekly: 'every week', weeks: 'every {n} weeks', lasting: ', {n} weeks each', monthly: 'every month', months: 'every {n} months', on: '{days}', clock: '{days} {begins}–{until}', everyday: 'every day' },
      need: { title: 'Please give the series a name.', teams: 'Choose at least two teams.', days: 'Choose at least one day.', hours: 'Please say from when to when.', pause: 'A pause ends after it starts.', ends: 'The end has to be after the start.' },
    },
  },
}
