import type { Words } from '../../i18n'

export const newsWords: Words = {
  zh: {
    news: {
      title: '我的消息', hint: '最近 60 天里与您有关的事。这里不会在休息时间打扰您。', none: '还没有消息', noneHint: '获得徽章、收到感谢、有考试或评审结果时，会出现在这里。', fresh: '新', sight: '谁能看到我的什么 →',
      badge: '获得徽章“{name}”', thanks: '{name} 向您表示感谢', exam: '有一场考试等您参加：{name}', exam_result: '“{name}”的成绩出来了', course: '学习计划里新增课程“{name}”', practice: '练习“{name}”已被审阅', evaluation: '您的一通电话已按“{name}”完成质检', dispute: '您对“{name}”的异议有了答复', appeal: '您在“{name}”中的申诉有了结果', decision: '“{name}”的结果可以查看了', title_ends: '称号“{name}”快到期了',
      ends: '{day} 到期，需要续报请提前准备', on: '安排在 {day}', due: '{day} 前完成',
      word: { passed: '已通过', not_yet: '这次还没通过，可以看看哪里还差一点', approved: '已通过', sent_back: '请再改一改', kept: '维持原评分', changed: '评分已更正', upheld: '申诉成立', dismissed: '维持原结果', bronze: '铜', silver: '银', gold: '金', diamond: '钻石' },
    },
  },
  en: {
    news: {
      title: 'My news', hint: 'What concerned you in the last 60 days. Nothing here calls you while you are off.', none: 'No news yet', noneHint: 'Badges, thanks, exams, answers and decisions will appear here.', fresh: 'new', sight: 'Who sees what of me →',
      badge: 'You earned the badge “{name}”', thanks: '{name} thanked you', exam: 'An exam is waiting for you: {name}', exam_result: 'The result of “{name}” is there', course: 'New on your learning plan: “{name}”', practice: 'Your practice “{name}” was looked at', evaluation: 'One of your calls was judged by “{name}”', dispute: 'Your dispute about “{name}” was answered', appeal: 'Your appeal in “{name}” was decided', decision: 'The outcome of “{name}” is ready to read', title_ends: 'The title “{name}” ends soon',
      ends: 'on {day}; time to apply again', on: 'planned for {day}', due: 'due {day}',
      word: { passed: 'passed', not_yet: 'not passed this time; see what was missing', approved: 'approved', sent_back: 'sent back to be improved', kept: 'the score stands', changed: 'the score was put right', upheld: 'upheld', dismissed: 'the result stands', bronze: 'bronze', silver: 'silver', gold: 'gold', diamond: 'diamond' },
    },
  },
}
