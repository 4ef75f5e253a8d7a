import type { Words } from '../i18n'

export const insightWords: Words = {
  zh: {
    fairness: {
      title: '公平性检查', hint: '用现在的规则和参赛方，把最近几期重新算一遍：谁会赢，是不是总是同几个。', check: '检查公平性', again: '重新检查', progress: '已重算 {done} / {of} 期', starting: '正在读取历史数据…',
      fine: '没有发现明显的不公平。', winners: '{rounds} 期里有 {n} 个不同的第一名；若全凭运气，大约会有 {expected} 个。得第一最多的一方赢了 {most} 次。', unlikely: '仅凭运气出现这种集中程度的可能性约为 {n}%。', rare: '仅凭运气几乎不会这样集中：可能性不到 0.1%。',
      rounds: '每一期会是谁赢', week: '开始', winner: '第一名', margin: '领先', nobody: '无人上榜', records: '谁赢得多', wins: '第一', meanRank: '平均名次', groups: '按特征看', by: '特征', group: '组别', members: '数量', expected: '若水平相同', place: '平均位置', hidden: '另有 {n} 个不足五人的组别，不单独统计。',
      trait: { size: '人数', shift: '班次', site: '职场', tenure: '工龄' },
      value: { small: '人少', medium: '中等', large: '人多', early: '早班', late: '中班', night: '夜班', mixed: '混合', new: '不满一年', settled: '一到三年', seasoned: '三年以上' },
      warning: { same_few_win: '总是同几个赢，其他人很快会失去兴趣', order_is_fixed: '每一期的名次几乎一样，结果没有悬念', trait_decides: '「{trait}：{value}」明显占优，比的可能不是努力', often_unranked: '许多参赛方大多数时候达不到上榜条件', too_little_history: '历史数据不足三期，还看不出规律' },
      advice: { shrinkage: '加入收缩：样本少的班组向整体平均靠拢，避免靠运气冲顶', per_head: '改为按人均计分，人多不再占便宜', per_hour: '改为按排班小时计分', divisions: '分组别比赛，例如新人与老手分开', improvement: '改比进步：和自己前八周相比', handicap: '按以往战力给予让分', targets: '为不同队列或职场设置各自的目标', conditions: '放宽上榜条件，或先让大家都能达到' },
    },
    levers: {
      next: '再多 {n} 分就能超过 {name}', first: '前面没有人了，保持住！', frozen: '已封榜：以下依据封榜时公布的数据。', yours: '以下是您自己的数据能给班组带来的变化', none: '目前各项都已到顶，保持就好。', over: '竞赛已结束。',
      raise: '从 {value} 提到 {goal}', lower: '从 {value} 降到 {goal}', into_band: '回到 {low}–{high} 之间就是满分，不必赶时间', into_own: '回到各队列的合理区间即可，不必赶时间', gain: '约 +{n} 分', reaches: '单靠这一项，做到 {n} 就能超过', open: '还差一点就能上榜', atLeast: '现在 {value}，需要至少 {n}', atMost: '现在 {value}，需要不超过 {n}', perFte: '人均',
      heldOwn: '先把 {name} 提到 {n}：在那之前，多做的业务量不计入班组', heldTeam: '有 {members} 位成员的 {name} 低于 {n}，业务量暂未计入；先一起把质量提上来',
    },
    teaching: {
      title: '学到了什么', hint: '与开赛前八周的自己相比，正数表示变好。竖线是 95% 的可信区间；跨过零线就还不能说有变化。', waiting: '竞赛有最终结果后开始测量，第一次在 {at}。', tooFew: '人数太少', few: '前后都有数据的参赛方不足 {n} 个，还说不清这场竞赛教会了什么。下面逐个列出，仅供参考：', at: { w0: '竞赛期间', w2: '2 周后', w4: '4 周后', w8: '8 周后' }, change: '变化', changeIn: '变化（{unit}）', points: '个百分点', before: '赛前', n: '参与数', mean: '平均变化', interval: '95% 区间', due: '{at} 测量',
      notYet: '还没有测量', each: '逐个查看', practice: '练习材料', notes: '辅导记录', notesHint: '几句话：看到什么、下一步练什么。只有本班组的班组长和运营能看到。', save: '保存记录', saved: '已保存', noNotes: '还没有辅导记录。', by: '{name}，{at}', noise: '好成绩之后常有自然回落，坏成绩之后常有自然回升；多场合并看更可靠。', none: '这场竞赛没有可以比较的指标。',
    },
    history: { title: '名次变化', none: '第一个整点之后，这里会画出名次的变化。', frozen: '封榜后的变化在揭榜后补上。', rank: '名次', when: '时间', some: '按现在的名次，一张图画 {n} 条线；全部名次见表格。', which: '看哪些名次' },
    compare: { title: '两两比较', one: '第一方', other: '第二方', term: '项目', value: '数值', part: '得分贡献', apart: '相差', score: '总分', same: '请选择两个不同的参赛方。', hint: '哪一项拉开了差距，一眼就能看到。' },
  },
  en: {
    fairness: {
      title: 'Fairness check', hint: 'The last rounds replayed under these rules with these participants: who would have won, and was it always the same few.', check: 'Check fairness', again: 'Check again', progress: '{done} of {of} rounds replayed', starting: 'Reading the past weeks…',
      fine: 'Nothing stands out as unfair.', winners: '{n} different winners in {rounds} rounds; luck alone would give about {expected}. The most frequent one won {most} times.', unlikely: 'Luck alone concentrates wins this much about {n}% of the time.', rare: 'Luck alone hardly ever concentrates wins like this: less than 0.1% of the time.',
      rounds: 'Who would have won', week: 'From', winner: 'First', margin: 'Ahead by', nobody: 'nobody ranked', records: 'Who wins how often', wins: 'Wins', meanRank: 'Mean place', groups: 'What winners have in common', by: 'By', group: 'Group', members: 'How many', expected: 'If all were level', place: 'Mean place on the board', hidden: '{n} groups of fewer than five agents are not shown.',
      trait: { size: 'Size', shift: 'Shift', site: 'Site', tenure: 'Tenure' },
      value: { small: 'small', medium: 'medium', large: 'large', early: 'early', late: 'late', night: 'night', mixed: 'mixed', new: 'under a year', settled: 'one to three years', seasoned: 'over three years' },
      warning: { same_few_win: 'The same few would always win, and the others soon stop caring', order_is_fixed: 'The order hardly ever changes: the result is known before it starts', trait_decides: '{trait} “{value}” comes out clearly ahead; that may not be effort', often_unranked: 'Many would miss the conditions for a place most of the time', too_little_history: 'Fewer than three rounds of history: too little to tell' },
      advice: { shrinkage: 'Add shrinkage, so that few calls do not swing a small team to the top by luck', per_head: 'Score per head, so that size is no advantage', per_hour: 'Score per scheduled hour', divisions: 'Play in divisions, for instance newcomers apart', improvement: 'Score improvement: everybody against the own eight weeks before', handicap: 'Give a head start by past strength', targets: 'Give queues or sites targets of their own', conditions: 'Ease the conditions, or first help everybody to meet them' },
    },
    levers: {
      next: '{n} points to pass {name}', first: 'Nobody ahead. Keep it up!', frozen: 'Frozen: this goes by what was public at the freeze.', yours: 'What your own figures would do for the team', none: 'Everything is at its best already. Keep it there.', over: 'The contest is over.',
      raise: 'from {value} to {goal}', lower: 'from {value} down to {goal}', into_band: 'anywhere in {low}–{high} counts in full; no need to hurry', into_own: 'back in its queue’s usual range counts in full; no need to hurry', gain: 'about +{n} points', reaches: 'alone it would take {n} to pass', open: 'A little short of a place', atLeast: 'now {value}, at least {n} needed', atMost: 'now {value}, at most {n} allowed', perFte: 'per FTE',
      heldOwn: 'First bring {name} up to {n}: until then more volume adds nothing to the team', heldTeam: '{members} members are under {n} in {name}, so their volume is left out; quality first, together',
    },
    teaching: {
      title: 'What it taught', hint: 'Against the own eight weeks before; above zero is better. The bar is the 95% interval: where it crosses zero nothing can be claimed yet.', waiting: 'It is measured once the result is final, first on {at}.', tooFew: 'too few', few: 'Fewer than {n} took part with figures before and after: too few to say what the contest taught. Each one alone, without a claim:', at: { w0: 'in the contest', w2: '2 weeks after', w4: '4 weeks after', w8: '8 weeks after' }, change: 'Change', changeIn: 'Change ({unit})', points: 'points', before: 'Before', n: 'Took part', mean: 'Mean change', interval: '95% interval', due: 'measured on {at}',
      notYet: 'not measured yet', each: 'One by one', practice: 'Practice material', notes: 'Coaching notes', notesHint: 'A few words: what you saw, what to practise next. Only the team’s own leads and operations read them.', save: 'Save the note', saved: 'Saved', noNotes: 'No coaching notes yet.', by: '{name}, {at}', noise: 'After a very good spell figures tend to fall by themselves, after a bad one to rise; several contests together tell more.', none: 'This contest has no figures to compare.',
    },
    history: { title: 'Places over time', none: 'After the first full hour the places are drawn here.', frozen: 'What happened since the freeze is added at the reveal.', rank: 'Place', when: 'When', some: '{n} lines a chart, in the order of the places now; the table has them all.', which: 'Which places' },
    compare: { title: 'Compare two', one: 'First', other: 'Second', term: 'Term', value: 'Value', part: 'Part of the score', apart: 'Apart', score: 'Score', same: 'Choose two different participants.', hint: 'See at a glance which term makes the difference.' },
  },
}
