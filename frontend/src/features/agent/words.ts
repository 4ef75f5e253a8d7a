import type { Words } from '../../i18n'

export const agentWords: Words = {
  zh: {
    me: {
      title: '我的位置', of: '第\u00a0{rank}\u00a0名\u00a0/\u00a0共\u00a0{total}', unranked: '暂未排名', team: '我的班组', self: '我', toNext: '再多 {n} 分就能追上 {name}', first: '现在领先，保持住！', finished: '本场名次：第 {n} 名', level: '与 {name} 分数相同，再进一步就能超过',
      moves: '做什么会往前走', looking: '正在计算…', why: '为什么是这个数', left: '剩余 {time}', none: '您现在没有参加的竞赛', noneHint: '班组参加竞赛后，您的位置会显示在这里。', others: '全部竞赛', above: '前面两位', noFigures: '第一批数据到达后，这里会显示您的位置。', asOf: '每半分钟更新', nextBadge: '离下一枚徽章', newBadge: '刚刚获得徽章', more: '其他竞赛',
    },
  },
  en: {
    me: {
      title: 'My place', of: 'Place\u00a0{rank}\u00a0of\u00a0{total}', unranked: 'Not ranked yet', team: 'my team', self: 'me', toNext: '{n} points to catch {name}', first: 'In the lead. Keep it up!', finished: 'Finished in place {n}', level: 'Level with {name}: one more step takes you past',
      moves: 'What moves it', looking: 'Working it out…', why: 'Why this number', left: '{time} left', none: 'You are in no contest right now', noneHint: 'Your place appears here once your team takes part in one.', others: 'All contests', above: 'Just ahead', noFigures: 'Your place appears here with the first figures.', asOf: 'updated every half minute', nextBadge: 'Your next badge', newBadge: 'A badge you just earned', more: 'Other contests',
    },
  },
}
