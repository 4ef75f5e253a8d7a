import type { Words } from '../../i18n'

export const coachingWords: Words = {
  zh: {
    coaching: {
      title: '辅导', lead: '{month}：每个人只和自己平时比，不和同事比。按工号排列。', open: '这个月还没发布，数字可能还会变。',
      look: '只看', lens: { up: '有进步', down: '可以帮一把', never: '近期没被感谢' }, nobody: '这里暂时没有人。',
      none: '还没有可看的组员', noneHint: '您带的班组有了上个月的评分卡，这里就会出现每个人的变化。',
      noScore: '这个月没有总分', score: '月度总分 {n}', total: '总分', up: '{term}有进步', down: '{term}低于平时', against: '{now}，平时 {usual}', steady: '和平时差不多。',
      silent: { absent: '这个月出勤或数据不足，不作比较。', new: '之前的月份还不够，暂时看不出平时的水平。' },
      learning: '学习', courses: '{n} 门课在学', practice: '还差 {n} 次练习', overdue: '{n} 门已过期', support: '帮扶计划', until: '到 {day}',
      talk: '上次谈话', noTalk: '您还没记过', thanks: '最近被感谢', never: '近期还没有人感谢过', noThanks: '近期没有', badge: '最近的徽章',
      card: '评分卡', ready: '成长情况', thank: '说声谢谢', note: '记一次谈话',
      how: '“平时”是之前五个月里至少两个有效月（出勤满 10 天）的平均分；相差不到 3 分算正常起伏。谈话只显示您自己记的。这里不打分、不排名，也不预测谁会离开。',
    },
  },
  en: {
    coaching: {
      title: 'Coaching', lead: '{month}: everybody against their own usual, never against a colleague. In the order of staff numbers.', open: 'The month is not published yet; figures may still change.',
      look: 'Show only', lens: { up: 'Improved', down: 'Could use a hand', never: 'Not thanked lately' }, nobody: 'Nobody here for now.',
      none: 'Nobody to show yet', noneHint: 'Once your team has scorecards of last month, what changed for each person appears here.',
      noScore: 'No total this month', score: 'Month’s total {n}', total: 'The total', up: '{term} improved', down: '{term} below usual', against: '{now}, usually {usual}', steady: 'About as usual.',
      silent: { absent: 'Too few days or figures this month to compare.', new: 'Too few months before to know what is usual.' },
      learning: 'Learning', courses: 'courses:\u00a0{n}', practice: 'practice to\u00a0go:\u00a0{n}', overdue: 'overdue:\u00a0{n}', support: 'Support plan', until: 'until {day}',
      talk: 'Last talk', noTalk: 'you noted none', thanks: 'Last thanked', never: 'nobody has lately', noThanks: 'not lately', badge: 'Latest badge',
      card: 'Scorecard', ready: 'Path', thank: 'Say thanks', note: 'Note a talk',
      how: '“Usual” is the mean of at least two of the five months before with ten days at work or more; less than 3 points is an ordinary up and down. Talks are only those you noted yourself. Nothing here scores or ranks people, or guesses who may leave.',
    },
  },
}
