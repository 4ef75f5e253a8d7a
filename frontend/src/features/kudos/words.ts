import type { Words } from '../../i18n'

export const kudosWords: Words = {
  zh: {
    kudos: {
      title: '感谢', lead: '同事帮了您，说声谢谢。对方马上看得到，对方的班组也看得到。', noFile: '您的账号没有对应的人员档案', noFileHint: '有档案的同事才能互相感谢。请管理员在“账号与令牌”里关联您的档案。',
      thank: '感谢一位同事', who: '感谢谁', whoHint: '输入姓名或编号', nobody: '没有找到在岗的同事', other: '换一位', forWhat: '为了什么', words: '想说的话（可不填）', send: '送出感谢', sent: '已送出，{name} 看得到了。', needWho: '请选一位同事。', needWhat: '请选一项价值观。',
      left: '本月还可以感谢 {n} 次', none: '本月的 {n} 次已用完，下月 1 日重新开始。',
      received: '收到的感谢', receivedNone: '还没有收到感谢', receivedNoneHint: '先感谢一位帮过您的同事吧。', from: '{name}', hide: '只给自己看', show: '让班组看到', onlyMe: '只有您看得到',
      team: '班组里的感谢', teamNone: '最近 60 天还没有', to: '{giver} 感谢 {receiver}', given: '送出的感谢', back: '收回', backSure: '收回后对方和班组都看不到了，次数不退还。', backYes: '确定收回', gone: '已收回', more: '全部 {n} 条', less: '收起',
      missed: '很久没有人感谢过', missedHint: '最近 {n} 天没有收到任何感谢的组员。只有班组长看得到：别让谁被忘了。', missedNone: '{n} 天内每位组员都收到过感谢。', hired: '{day} 入职',
      rules: '感谢的规则', rulesLead: '修改马上生效；已经送出的感谢保留当时的名称。', perMonth: '每人每月几次', perMonthHint: '按送出者所在职场的自然月', backAfterHint: '收到感谢后，过几天才能回谢同一个人；0 表示不限', backAfter: '几天后才能回谢', values: '价值观', code: '代码', zh: '中文', en: '英文', add: '加一项', remove: '去掉', saved: '已保存。', bad: '每项都要有代码（小写字母、数字、下划线）、中文和英文，至少一项。',
    },
  },
  en: {
    kudos: {
      title: 'Thanks', lead: 'Somebody helped you: say so. They see it at once, and so does their team.', noFile: 'Your account belongs to nobody on the roll', noFileHint: 'Only people on the roll thank one another. An administrator can link your account under “Access”.',
      thank: 'Thank a colleague', who: 'Whom', whoHint: 'Name or number', nobody: 'Nobody here is called that', other: 'Somebody else', forWhat: 'For what', words: 'A few words (if you like)', send: 'Send thanks', sent: 'Sent. {name} sees it now.', needWho: 'Choose a colleague.', needWhat: 'Choose what it is for.',
      left: 'Thanks left this month: {n}', none: 'This month’s {n} are used up; on the 1st you can thank again.',
      received: 'Thanks you received', receivedNone: 'No thanks yet', receivedNoneHint: 'Why not begin by thanking somebody who helped you?', from: '{name}', hide: 'Keep to myself', show: 'Show to the team', onlyMe: 'Only you see it',
      team: 'Thanks in the team', teamNone: 'None in the last 60 days', to: '{giver} thanks {receiver}', given: 'Thanks you gave', back: 'Take back', backSure: 'Neither they nor their team will see it; it still counts this month.', backYes: 'Take it back', gone: 'Taken back', more: 'All {n}', less: 'Fewer',
      missed: 'Nobody has thanked them for long', missedHint: 'Members who received no thanks in {n} days. Only you as their lead see this, so that nobody is forgotten.', missedNone: 'Everybody was thanked within {n} days.', hired: 'here since {day}',
      rules: 'Rules of thanking', rulesLead: 'Changes hold from now on; what was given keeps the name it had.', perMonth: 'How many a month', perMonthHint: 'by the calendar month at the giver’s site', backAfterHint: 'nobody thanks back sooner who was thanked by the same person; 0: at once', backAfter: 'Days before thanking back', values: 'Values', code: 'Code', zh: 'Chinese', en: 'English', add: 'Add a value', remove: 'Remove', saved: 'Saved.', bad: 'Each needs a code (small letters, digits, underscores), a Chinese and an English name, and there is at least one.',
    },
  },
}
