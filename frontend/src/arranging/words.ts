/** Words of how a contest is arranged, which a launch, a series and a template all set: sides, divisions, tables, queues. */

import type { Words } from '../i18n'

export const arrangingWords: Words = {
  zh: {
    arrange: {
      sides: '分成两方', sidesHint: '点一下班组，它就换到另一方。两方人数不同也公平：按人均计分。', sideZh: '这一方的中文名', sideEn: '这一方的英文名', swap: '换到另一方', needSides: '两方都要有班组。', goal: '共同目标', goalHint: '所有参赛班组合在一起计分，达到目标就是大家一起赢。', goalTargetHint: '大家合起来要达到的分', goalTarget: '要达到的得分', needGoal: '请填一个数，例如 100。', needNumber: '请填一个数。',
      divisions: '分组比赛', divisionsHint: '差别太大时分开排名：每组各有名次，各有前几名。', division: { none: '不分组', by_size: '按班组规模', by_tenure: '新人单独一组', by_hand: '自己分组' }, belowHint: '按在岗人力算；小班组单独排名', below: '少于多少个全职人力算小班组', months: '司龄少于几个月算新人', rookies: '新人的个人成绩只有本人、班组长和运营能看到。', divisionName: '组别名',
      leagueDivisions: '每个组别各有一张积分榜；名次在升降级线上的，下赛季换组。', drop: '去掉', more: '积分榜规则', moreHint: '胜平负几分、同分看什么、几队升降级',
      table: { win: '胜一场得', draw: '平一场得', loss: '负一场得', marginHint: '按得分算；0 表示完全相同才算平', margin: '相差不到算平', up: '每季升级几队', down: '每季降级几队', movesHint: '分了组别的联赛才有升降级；系列赛里，下个赛季在这张积分榜公布之后才抽签，升降随之而定。', order: '积分相同，依次看', orderHint: '按钮或 Alt + ↑ ↓ 调整先后；都分不出来就并列。', none: '不看别的，积分相同就并列。', means: { difference: '各轮得分之差', scores_for: '各轮得分之和', wins: '赢下的场数', head_to_head: '所有同分者之间的小积分榜' }, preset: { usual: '恢复常用顺序', direct: '先看相互战绩' } },
      queues: { title: '队列', hint: '只比可比的工作：勾选后，只有这些队列的数据计分；一个都不选就全部计入。', all: '全部队列都计入', only: '只计入所选的 {n} 个队列', none: '还没有队列；在“数据”里导入后，就可以分队列设目标。', targets: '分队列的目标', targetsHint: '难易不同的队列各有各的目标；不填就用这一项的目标。', same: '目标都一样', given: '{n} 个队列另设了目标', targetOf: '{queue}的目标：{metric}', own: '队列与目标', ownHint: '只影响这一场，不改模板', ownHintSeries: '系列的每一轮都照此计分，不改模板' },
      series: '每一轮怎么比', seriesHint: '从下一轮起，每一轮都照这样安排。', firstDivisions: '这里的组别是第一个赛季的；之后按上个赛季的积分榜升降。',
    },
  },
  en: {
    arrange: {
      sides: 'Two sides', sidesHint: 'Press a team and it changes sides. Sides of different size are fine: figures are per head.', sideZh: 'This side in Chinese', sideEn: 'This side in English', swap: 'To the other side', needSides: 'Both sides need a team.', goal: 'The goal', goalHint: 'All teams are scored together; when they reach the goal, everybody has won.', goalTargetHint: 'what all together are to reach', goalTarget: 'Score to reach', needGoal: 'Please give a number, such as 100.', needNumber: 'Please give a number.',
      divisions: 'Divisions', divisionsHint: 'Where teams or people are too different, rank them apart: each division has its own places.', division: { none: 'none', by_size: 'by size of team', by_tenure: 'newcomers apart', by_hand: 'by hand' }, belowHint: 'by people on duty; smaller teams are ranked among themselves', below: 'A smaller team has fewer FTE than', months: 'A newcomer has fewer months than', rookies: 'A newcomer’s own result is seen by the newcomer, the lead and operations only.', divisionName: 'division',
      leagueDivisions: 'Each division has a table of its own; places beyond its lines change the division next season.', drop: 'Leave out', more: 'Rules of the table', moreHint: 'points, what decides among equals, who goes up and down',
      table: { win: 'Points for a win', draw: 'Points for a draw', loss: 'Points for a loss', marginHint: 'in points of the score; 0: only equal scores are a draw', margin: 'A draw below', up: 'Go up each season', down: 'Go down each season', movesHint: 'Only leagues in divisions have promotion. In a series the next season is drawn once this table is public, and everybody moves then.', order: 'Level on points: what decides', orderHint: 'Move with the buttons or Alt + ↑ ↓. Who is still level shares the place.', none: 'Nothing else: who is level on points shares the place.', means: { difference: 'round scores for less those against', scores_for: 'all round scores added up', wins: 'fixtures won', head_to_head: 'a small table among all who are level' }, preset: { usual: 'Usual order', direct: 'Head to head first' } },
      queues: { title: 'Queues', hint: 'Compare comparable work: only facts of the queues chosen here count; with none chosen, all do.', all: 'Facts of all queues count', only: 'Only facts of these count ({n})', none: 'There are no queues yet; once imported under “Data”, each may have a target of its own.', targets: 'Targets by queue', targetsHint: 'Harder and easier queues each have their own; left empty, the target of the term holds.', same: 'the same everywhere', given: 'own targets: {n}', targetOf: 'Target of {metric} in {queue}', own: 'Queues and targets', ownHint: 'for this contest only, the template stays', ownHintSeries: 'for every round of this series, the template stays' },
      series: 'How each round is arranged', seriesHint: 'Every round from the next one on is arranged like this.', firstDivisions: 'These divisions are those of the first season; later ones follow from the table of the season before.',
    },
  },
}
