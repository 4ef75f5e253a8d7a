import type { Words } from '../../i18n'

export const sidesWords: Words = {
  zh: {
    teams: {
      title: '班组实力', lead: '从每一场正式结果里慢慢看出来的实力：赢强队涨得多，输弱队跌得多，场次越多越有把握。用来给杯赛排种子、给对抗赛分边，不参与任何奖励。',
      none: '还没有正式结果', noneHint: '第一场竞赛确认结果之后，各班组的实力会显示在这里。', strength: '实力', sure: '稳妥估计', give: '± {n}', games: '{n} 场', played: '场次', place: '位次', back: '返回班组实力',
      contests: '最近的竞赛', contest: '竞赛', ended: '结束', rank: '名次', of: '{rank} / {of}', unranked: '未排名', score: '得分', after: '赛后实力', over: '实力变化', none_: '还没有确认过结果的竞赛。', start: '去发起竞赛', noRating: '还没有参加过确认了结果的竞赛。',
    },
  },
  en: {
    teams: {
      title: 'Strength of teams', lead: 'What signed results have shown so far: beating the strong counts for more, losing to the weak costs more, and every contest makes it surer. It seeds cups and balances the sides of a duel; no reward hangs on it.',
      none: 'No signed result yet', noneHint: 'Teams appear here once the first contest is final.', strength: 'Strength', sure: 'Surely at least', give: '± {n}', games: '{n} contests', played: 'Contests', place: 'Place', back: 'Back to all teams',
      contests: 'Latest contests', contest: 'Contest', ended: 'Ended', rank: 'Place', of: '{rank} of {of}', unranked: 'not ranked', score: 'Score', after: 'Strength after', over: 'Strength over time', none_: 'No contest with a signed result yet.', start: 'Start a contest', noRating: 'Has not been in a contest with a signed result yet.',
    },
  },
}
