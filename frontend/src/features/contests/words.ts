import type { Words } from '../../i18n'

export const contestsWords: Words = {
  zh: {
    invited: { title: '您的班组被拉进了新竞赛', line: '{teams}参加，{when}', withdraw: '{team}退出', on: '已开始', allSeen: '都看过了', more: '还有 {n} 场，见日历', left: '“{title}”：{team}已退出。想再回来，请发起人或运营加回。' },
    home: {
      first: { title: '三步办成第一场竞赛', people: '导入职场、班组和坐席', peopleHint: '每类一个文件：职场、班组、坐席、班组成员，按这个顺序；导入前先看结果。', facts: '让各系统把事实送进来', factsHint: '在“权限”里发一个接口令牌，话务、质检等系统就可以推送；也可以上传通话记录文件。', contest: '发起第一场竞赛', contestHint: '选模板、选班组，一分钟开赛；大屏打开 /wall 即可配对。' },
      title: '竞赛', start: '发起竞赛', running: '正在进行', others: '其他进行中的竞赛', find: '按竞赛名称查找', noMatch: '没有名称相符的竞赛。', upcoming: '即将开始', finished: '最近结束', unseen: '新竞赛，您的班组已参加',
      none: '现在没有进行中的竞赛', noneHint: '选一个模板，不到一分钟就能开赛；大屏会立刻亮起来。', noneOther: '班组长发起竞赛后会显示在这里。', more: '查看完整榜单', entrants: '{n} 个参赛方', left: '剩余 {time}', starts: '{time}后开始', noRank: '第一批数据到达后显示名次。', when: '时间', state: '状态', title_: '竞赛', drafts: '草稿',
    },
    contest: {
      wall: '在大屏上看', back: '返回竞赛列表', board: '完整榜单', find: '按名称或编号查找', none: '没有符合的参赛方。', empty: '还没有名次', emptyHint: '第一批数据到达后，名次会实时出现在这里。', startsHint: '开赛后，名次会实时出现在这里。',
      why: '为什么', reasons: '说明', more: '再显示 {n} 个', count: '共 {n} 个参赛方', live: '实时', stale: '连接中断，正在重连', provisional: '暂定，迟到的数据仍会计入', asOf: '数据截至 {at}', signedAt: '结果将于 {at} 确认',
      tabs: { board: '榜单', about: '规则与参赛方', history: '名次变化', compare: '两两比较', teaching: '成效', late: '迟到数据', results: '正式结果' },
      rules: '计分规则', practice: '练习材料', entrants: '参赛方', withdrawn: '已退出', cutoff: '数据截止时间', tie: '同分时依次比较', guardrail: '质量底线', guardrailText: '{name} 低于 {n} 的成员，其业务量不计入', qualifying: '上榜条件', minFte: '至少 {n} 个全职人力',
      lateHint: '这些数据在截止之后才到，不影响本次结果，等待更正。', lateNone: '没有迟到的数据。', resultNone: '结果还没有最终确认。', revision: '第 {n} 版', signed: '签署时间', download: '下载原始结果', fact: '记录', received: '收到时间', value: '数值', metric: '指标',
      withdraw: '让我的班组退出', withdrawAsk: '退出后本场不再计分，确定吗？', withdrawOne: '让一个班组退出', withdrawOneAsk: '选中的班组在本场不再计分，它的班组长会看到。', cancelIt: '取消竞赛', cancelWhy: '取消的原因（所有参赛者都会看到）', cancelShort: '请至少写三个字，让大家明白原因。', doWithdraw: '确认退出', doCancel: '确认取消', keep: '先不改', cancelled: '已取消：{why}', toCalendar: '看日历', understood: '知道了', calledOff: { too_few_participants: '剩下的参赛方不足两个', series_changed: '系列赛改了安排', series_paused: '系列赛暂停', series_stopped: '系列赛已停止', season_cancelled: '赛季已取消' }, launch: '立即开赛', launched: '竞赛已发起，大屏上已经能看到。',
    },
  },
  en: {
    invited: { title: 'Your team was entered in new contests', line: '{teams} take part, {when}', withdraw: 'Withdraw {team}', on: 'has started', allSeen: 'Seen them all', more: '{n} more, see the calendar', left: '{team} has left “{title}”. Whoever started it, or operations, can bring it back.' },
    home: {
      first: { title: 'Three steps to the first contest', people: 'Bring in sites, teams and agents', peopleHint: 'A file each: sites, teams, agents, memberships, in this order. You see what would happen before it does.', facts: 'Let your systems send facts', factsHint: 'Make a token under Access and telephony, QA and the others can push; a file with call records will do as well.', contest: 'Start the first contest', contestHint: 'A template, the teams, a minute. A screen joins by opening /wall.' },
      title: 'Contests', start: 'Start a contest', running: 'Running now', others: 'Running as well', find: 'Find by the name of a contest', noMatch: 'No contest has such a name.', upcoming: 'Coming up', finished: 'Lately finished', unseen: 'New, your team is in',
      none: 'No contest is running right now', noneHint: 'Pick a template and start one in under a minute; the walls light up at once.', noneOther: 'Contests appear here as soon as a team lead starts one.', more: 'See the whole board', entrants: '{n} taking part', left: '{time} left', starts: 'starts in {time}', noRank: 'Places appear with the first figures.', when: 'When', state: 'State', title_: 'Contest', drafts: 'Drafts',
    },
    contest: {
      wall: 'See it as a wall', back: 'Back to the contests', board: 'The whole board', find: 'Find by name or code', none: 'Nobody matches.', empty: 'No places yet', emptyHint: 'Places appear here live, as soon as the first figures arrive.', startsHint: 'Places appear here live once the contest has started.',
      why: 'Why', reasons: 'Note', more: 'Show {n} more', count: '{n} taking part', live: 'Live', stale: 'No connection, trying again', provisional: 'Provisional, late figures still count', asOf: 'data as of {at}', signedAt: 'result is signed {at}',
      tabs: { board: 'Board', about: 'Rules and participants', history: 'Places over time', compare: 'Compare two', teaching: 'What it taught', late: 'Late facts', results: 'Results' },
      rules: 'How it is scored', practice: 'Practice material', entrants: 'Taking part', withdrawn: 'Withdrawn', cutoff: 'Facts count until', tie: 'When level, in this order', guardrail: 'Quality guard', guardrailText: 'A member under {n} in {name} adds no volume', qualifying: 'Conditions for a place', minFte: 'at least {n} FTE',
      lateHint: 'These came after their cutoff: they change nothing here and wait for a correction.', lateNone: 'No facts came late.', resultNone: 'The result is not signed yet.', revision: 'Revision {n}', signed: 'Signed', download: 'Download the exact result', fact: 'Record', received: 'Received', value: 'Value', metric: 'Figure',
      withdraw: 'Withdraw my team', withdrawAsk: 'Your team will not be scored in this contest. Withdraw it?', withdrawOne: 'Withdraw a team', withdrawOneAsk: 'The team chosen here will not be scored in this contest; its lead sees that.', cancelIt: 'Cancel the contest', cancelWhy: 'Why it is cancelled (everybody who takes part reads this)', cancelShort: 'Please write at least three characters, so that people understand.', doWithdraw: 'Withdraw', doCancel: 'Cancel it', keep: 'Leave as it is', cancelled: 'Cancelled: {why}', toCalendar: 'To the calendar', understood: 'Understood', calledOff: { too_few_participants: 'fewer than two were left to take part', series_changed: 'its series was planned anew', series_paused: 'its series pauses', series_stopped: 'its series was stopped', season_cancelled: 'its season was called off' }, launch: 'Launch now', launched: 'The contest is on, and the walls show it.',
    },
  },
}
