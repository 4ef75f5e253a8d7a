import type { Words } from '../i18n'

export const seasonWords: Words = {
  zh: {
    season: {
      table: '积分榜', fixtures: '赛程', bracket: '对阵图', crosstable: '战绩表', crossHint: '横着看一行：这一方对每个对手的结果。', crossOf: '看谁的战绩', notMet: '没有交手', points: '积分', played: '赛', won: '胜', drawn: '平', lost: '负', for: '得分', against: '失分', difference: '净胜分', form: '近况',
      group: '{pool} 组', division: '{pool} 级', w: '胜', d: '平', l: '负',
      up: '晋级线：前 {n} 名升级', advance: '出线线：前 {n} 名进入季后赛', stay: '此线以下，下赛季调整级别',
      round: '第 {n} 轮', of: '第 {n} 轮，共 {total} 轮', bye: '轮空', versus: '对', home: '主', away: '客', seed: '{n} 号种子', live: '进行中', toCome: '待开赛', board: '本轮榜单',
      decider: '并列加赛', deciderAll: '并列加赛：同场比一轮，得分高者列前', third: '三四名', final: '决赛', semi: '半决赛', quarter: '四分之一决赛', early: '第 {n} 轮',
      drawLater: '上一轮揭晓后抽签', winnerOf: '胜者', overturned: '事后更正，赛果不变', overturnedHint: '本轮更正后另一方得分更高；已经赛完的淘汰轮不改。', walkover: '对手未达参赛条件',
      before: '上一轮', after: '下一轮', jump: '选择轮次', rest: '轮空：{names}', told: '赛果只公开榜上有名次的各方；其余各方之间的赛果，只有双方自己、班组长和运营看得到。',
      nothing: '还没有对阵', nothingHint: '抽签之后，每一轮的对手会出现在这里。', compareHint: '先看积分榜上的数字，再逐轮看各自的对手和得分；两队直接交手的那一轮标了出来。', direct: '两队交手', figure: { played: '已赛', won: '胜', drawn: '平', lost: '负', scores_for: '得分', against: '失分', difference: '净胜分' }, deductions: '加减分', deductionsSigned: '本赛季积分榜已确认，不能再手工加减。要改动积分：打开“赛程”，进入相应的一轮，在“更正”里提出；更正执行后，积分榜会自动生成新的一版。', deductionsOwn: '这里的积分由未参赛的运营人员加减；您参赛、带队参赛或没有这项权限，只能查看。', deductionsHint: '从积分里扣或加，理由只给运营和人力看；公开的只是一个中性的说法。', given: '{n} 分', waits: '“{name}”打完并公布之后抽签：谁升级、谁降级，看那张积分榜。', noTable: '还没有积分', noTableHint: '第一轮开赛后，积分会随得分变化。',
      how: '积分怎么来的', howOf: '{name}：积分怎么来的', openRound: '看这一轮', minus: '扣 {n} 分', next: '下一个对手', nextBye: '下一轮轮空', nextWhen: '第 {n} 轮 · {when}', rules: '胜 {win} 分，平 {draw} 分，负 {loss} 分；相差不到 {margin} 算平局。同分依次比：{order}。',
      order: { difference: '净胜分', scores_for: '总得分', wins: '胜场', head_to_head: '相互战绩' }, champion: '冠军', out: '止步', tiesWon: '胜 {n} 轮', behind: '暂时落后', ahead: '暂时领先', won_: '获胜', level: '战平', scoreHidden: '比分只给本队与管理者看',
      setUp: '怎么赛', legs: '循环次数', legsN: '{n} 循环', rounds: '轮数', rhythm: '节奏', everyWeek: '每周一轮', everyOther: '每两周一轮', everyDay: '每个工作日一轮', third_: '加赛三四名', length: '{n} 轮，约 {weeks} 周', lengthDays: '{n} 轮，每个工作日一轮', atMost: '{length}（按人数分组后可能更少）', pairing: { round_robin: '循环赛：人人都遇到', groups: '分组循环，再打季后赛', swiss: '瑞士轮：积分相近者相遇' }, knockOut: '淘汰赛：负者出局，头号种子可能轮空', seedsHint: '按以往成绩排种子。',
      toSeason: '回到赛季', again: '开下个赛季', follows: '接着“{name}”：上个赛季的名次决定种子，也决定谁升级、谁降级。', followsNot: '不接着，另起一季', from: '{when}开赛', start: { this_week: '本周', next_week: '下周', this_month: '本月', next_month: '下月' }, places: '名次', format: { league: '联赛', cup: '杯赛' },
    },
  },
  en: {
    season: {
      table: 'Table', fixtures: 'Fixtures', bracket: 'Bracket', crosstable: 'Crosstable', crossHint: 'Along a row: how that side did against each of the others.', crossOf: 'Whose results', notMet: 'no fixture', points: 'Points', played: 'P', won: 'W', drawn: 'D', lost: 'L', for: 'For', against: 'Against', difference: 'Diff', form: 'Form',
      group: 'Group {pool}', division: 'Division {pool}', w: 'W', d: 'D', l: 'L',
      up: 'Promotion: the first {n} move up', advance: 'The first {n} reach the playoffs', stay: 'Below this line the division changes next season',
      round: 'Round {n}', of: 'Round {n} of {total}', bye: 'bye', versus: 'v', home: 'home', away: 'away', seed: 'seed {n}', live: 'on now', toCome: 'to come', board: 'Board of the round',
      decider: 'Playoff for a shared place', deciderAll: 'Playoff: all play one round, the better score goes first', third: 'Third place', final: 'Final', semi: 'Semi-finals', quarter: 'Quarter-finals', early: 'Round {n}',
      drawLater: 'drawn once the round before is revealed', winnerOf: 'winner', overturned: 'corrected later, stands', overturnedHint: 'After a correction the other side has the better score; a tie already played stands.', walkover: 'the other side did not qualify',
      before: 'Round before', after: 'Next round', jump: 'Choose a round', rest: 'Bye: {names}', told: 'Results are shown of the sides whose place is public; those between two others only to both of them, leads and operations.',
      nothing: 'No fixtures yet', nothingHint: 'Once they are drawn, the opponents of every round are listed here.', compareHint: 'First the figures of the table, then round by round whom each one met; the rounds in which the two met are marked.', direct: 'against each other', figure: { played: 'Played', won: 'Won', drawn: 'Drawn', lost: 'Lost', scores_for: 'Scores for', against: 'Scores against', difference: 'Difference' }, deductions: 'Points by hand', deductionsSigned: 'The table of this season is signed, and points are no longer given or taken by hand. To change it, open the round in question under “Fixtures” and propose a correction there; once that is applied, the table is signed again as the next revision.', deductionsOwn: 'Operations who take no part in this season give and take points here. You play, lead a team that does, or have another role, and see what was done.', deductionsHint: 'Taken off the table or added to it. Operations and HR read the reason; the public reads a neutral word.', given: '{n} points', waits: 'Drawn once “{name}” is over and public: its table says who goes up and who goes down.', noTable: 'No points yet', noTableHint: 'From the start of the first round the points follow the scores.',
      how: 'Where the points come from', howOf: '{name}: where the points come from', openRound: 'Look at the round', minus: '{n} points off', next: 'Next opponent', nextBye: 'A bye in the next round', nextWhen: 'Round {n} · {when}', rules: '{win} for a win, {draw} for a draw, {loss} for a loss; less than {margin} apart is a draw. Level on points: {order}.',
      order: { difference: 'difference', scores_for: 'scores for', wins: 'wins', head_to_head: 'head to head' }, champion: 'Champion', out: 'out', tiesWon: '{n} ties won', behind: 'behind for now', ahead: 'ahead for now', won_: 'won', level: 'level', scoreHidden: 'shown to the own team and its leads only',
      setUp: 'How it is played', legs: 'Legs', legsN: '{n} ×', rounds: 'Rounds', rhythm: 'Rhythm', everyWeek: 'A round a week', everyOther: 'A round every two weeks', everyDay: 'A round a working day', third_: 'Play for third place', length: 'Rounds: {n}, weeks: about {weeks}', lengthDays: 'Rounds: {n}, one each working day', atMost: '{length}; fewer once the divisions are counted', pairing: { round_robin: 'Round-robin: everybody meets everybody', groups: 'Groups, then playoffs', swiss: 'Swiss: those level on points meet' }, knockOut: 'Knock-out: the loser is out, the best seeds may have a bye', seedsHint: 'Seeded by results so far.',
      toSeason: 'To the season', again: 'Next season', follows: 'Follows “{name}”: its table gives the seeds, and says who goes up and who goes down.', followsNot: 'Start afresh instead', from: 'starting {when}', start: { this_week: 'this week', next_week: 'next week', this_month: 'this month', next_month: 'next month' }, places: 'Places', format: { league: 'League', cup: 'Cup' },
    },
  },
}
