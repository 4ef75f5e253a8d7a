import type { Words } from '../../i18n'

export const templatesWords: Words = {
  zh: {
    templates: {
      title: '竞赛模板', intro: '每个模板都锻炼一种本领，带练习材料；班组长用已批准的模板开赛，计分规则锁定。', fresh: '新建模板', archivedToo: '也显示已归档', all: '全部', back: '全部模板', none: '还没有模板', noneHint: '新建一个，或恢复系统自带的模板。',
      approved: '已批准', waiting: '待批准', archived: '已归档', agents: '个人', teams: '班组', period: { week: '一周', month: '一个月', hours: '几小时' }, use: '用它开赛', series: '办成系列赛', copy: '复制一份', edit: '编辑', look: '查看', version: '第 {n} 版', practiceCount: '{n} 份练习材料',
      about: '介绍', nameZh: '中文名', nameEn: '英文名', aboutZh: '中文介绍', aboutEn: '英文介绍', skillZh: '锻炼的本领（中文）', skillEn: '锻炼的本领（英文）', codeHint: '短编号，保存后不能改', code: '编号',
      practice: '练习材料', practiceZh: '中文标题', practiceEn: '英文标题', url: '链接（选填）', add: '添加', remove: '删掉',
      shape: '赛制与周期', participants: '参赛方', periodOf: '周期', format: '赛制', formats: { race: '竞速：按得分排名', league: '联赛：一场场对决，看积分榜', cup: '杯赛：淘汰制', duel: '对决：两边拔河', goal: '共同目标：一起到线' },
      pairing: '怎么配对', pairings: { round_robin: '循环赛，人人相遇', groups: '分组后季后赛', swiss: '瑞士轮，战绩相近的相遇' }, legs: '循环几遍', groupSize: '每组几队', advance: '每组几队晋级', rounds: '打几轮', unit: '一轮多长', units: { day: '一天', week: '一周' }, third: '打三四名决赛', margin: '差距小于多少算平', target: '目标分', freeze: '结束前封榜（分钟）', freezeHint: '不填：周赛 4 小时，月赛 24 小时；0 表示不封榜',
      scoring: '计分', method: '计分方法', methods: { points: '积分：每项数值乘分值相加', attainment: '达成率：对照目标，按权重平均', improvement: '进步：和自己前八周比', formula: '公式' }, formula: '公式', formulaHint: '可以用指标编号、target_编号 和 headcount，例如 (calls - complaints) / 500 * 100',
      terms: '计分项', metric: '指标', weight: '权重', points: '分值', targetOf: '目标', targetHint: '默认 {n}', floor: '下限', cap: '上限', curve: '曲线', curves: { ratio: '按比例', three_point: '三点曲线' }, missing: '没有数据时', missings: { no_data: '暂不上榜', zero: '按零计', skip: '由其他项分摊' }, addTerm: '加一项',
      fairness: '公平', teamRule: '班组怎么算', best: '取前几名', minFte: '至少多少全职人力', shrinkage: '小样本收缩 k', shrinkageHint: '不填则不收缩；越大，数据少的班组越靠近全体均值', topN: '公开前几名',
      qualifying: '上榜条件', atLeast: '至少', atMost: '至多', perFte: '按人均', guardrails: '质量底线', guardHint: '低于底线的成员，其业务量不计入', guardFloor: '底线', ties: '同分时依次比较', direction: '方向', directions: { higher: '高者在前', lower: '低者在前' },
      save: '保存', saveNew: '存为新模板', approve: '批准', unapprove: '撤回批准', archive: '归档', restore: '取消归档', saved: '已保存为第 {n} 版。已发起的竞赛不受影响；系列赛从下一轮起跟随。', readOnly: '模板由运营修改；您可以直接用它开赛。',
      faults: '还不能这样计分', fine: '规则可以使用', trial: '放到上一周试算', trialMonth: '放到上个月试算', trialHint: '按现在的规则，{when}的名次会是这样；没有保存，别人也看不到。', trialRun: '重新试算', trialNone: '那段时间没有数据。', unranked: '暂不上榜', rank: '名次', score: '得分', trialSite: '职场',
      need: '请填写中英文名和编号。',
      fault: { unknown_metric: '没有指标“{word}”', metric_twice: '指标“{word}”用了两次', no_terms: '至少要有一个计分项', formula_unused: '这种方法不用公式', weight_not_positive: '权重要大于零', floor_above_cap: '下限高于上限', no_band: '“{word}”没有设区间', curve_on_band: '区间指标不能用三点曲线', no_target: '“{word}”没有目标，请填写', curve_needs_points: '“{word}”缺少下限、目标或挑战值', target_not_positive: '目标要大于零', empty_condition: '“{word}”的条件没有写数', negative: '不能是负数', bad_amount: '“{word}”不是数字', other: '{code} {word}' },
    },
  },
  en: {
    templates: {
      title: 'Contest templates', intro: 'Every template trains a skill and brings practice material. Leads start contests from approved ones; their scoring is locked.', fresh: 'New template', archivedToo: 'Show archived ones too', all: 'All', back: 'All templates', none: 'There is no template yet', noneHint: 'Write one, or bring back those that ship with the product.',
      approved: 'Approved', waiting: 'Not approved', archived: 'Archived', agents: 'Agents', teams: 'Teams', period: { week: 'a week', month: 'a month', hours: 'some hours' }, use: 'Start a contest', series: 'Make it a series', copy: 'Copy', edit: 'Edit', look: 'Look', version: 'version {n}', practiceCount: '{n} practice items',
      about: 'What it is', nameZh: 'Chinese name', nameEn: 'English name', aboutZh: 'About, in Chinese', aboutEn: 'About, in English', skillZh: 'Skill it trains, in Chinese', skillEn: 'Skill it trains, in English', codeHint: 'a short code that stays for good', code: 'Code',
      practice: 'Practice material', practiceZh: 'Chinese title', practiceEn: 'English title', url: 'Link (optional)', add: 'Add', remove: 'Remove',
      shape: 'Format and period', participants: 'Taking part', periodOf: 'Period', format: 'Format', formats: { race: 'Race: all by score', league: 'League: fixtures and a table', cup: 'Cup: knock-out', duel: 'Duel: two sides pull', goal: 'Goal: all together' },
      pairing: 'Pairing', pairings: { round_robin: 'Everybody meets everybody', groups: 'Groups, then playoffs', swiss: 'Swiss: those who stand level meet' }, legs: 'Legs', groupSize: 'Teams in a group', advance: 'Who goes on per group', rounds: 'Rounds', unit: 'A round lasts', units: { day: 'a day', week: 'a week' }, third: 'Play for third place', margin: 'A draw below', target: 'Target score', freeze: 'Freeze before the end (minutes)', freezeHint: 'empty: 4 hours of a week, 24 of a month; 0 for no freeze',
      scoring: 'Scoring', method: 'Method', methods: { points: 'Points: each value times its points', attainment: 'Attainment: against targets, by weight', improvement: 'Improvement: against the own eight weeks before', formula: 'Formula' }, formula: 'Formula', formulaHint: 'uses codes of metrics, target_<code> and headcount, like (calls - complaints) / 500 * 100',
      terms: 'Terms', metric: 'Metric', weight: 'Weight', points: 'Points', targetOf: 'Target', targetHint: '{n} by itself', floor: 'Floor', cap: 'Cap', curve: 'Curve', curves: { ratio: 'ratio', three_point: 'three-point' }, missing: 'Without data', missings: { no_data: 'not ranked yet', zero: 'counts as zero', skip: 'others share its weight' }, addTerm: 'Add a term',
      fairness: 'Fairness', teamRule: 'How a team is reckoned', best: 'Best members', minFte: 'At least FTE', shrinkage: 'Shrinkage k', shrinkageHint: 'empty for none; the greater, the closer teams with few data come to the common mean', topN: 'Places shown in public',
      qualifying: 'Conditions for a place', atLeast: 'at least', atMost: 'at most', perFte: 'per FTE', guardrails: 'Quality guards', guardHint: 'A member below the floor adds no volume', guardFloor: 'Floor', ties: 'When level, in this order', direction: 'Direction', directions: { higher: 'higher first', lower: 'lower first' },
      save: 'Save', saveNew: 'Save as a new template', approve: 'Approve', unapprove: 'Withdraw approval', archive: 'Archive', restore: 'Bring back', saved: 'Saved as version {n}. Contests keep their rules; series follow from their next round on.', readOnly: 'Operations change templates; you can start contests from them.',
      faults: 'It cannot be scored like this yet', fine: 'These rules can be played', trial: 'Tried on last week', trialMonth: 'Tried on last month', trialHint: 'By the rules as they are now, {when} would have ended like this. Nothing is stored, nobody else sees it.', trialRun: 'Try again', trialNone: 'There are no figures of that time.', unranked: 'not ranked', rank: 'Rank', score: 'Score', trialSite: 'Site',
      need: 'Please fill in both names and the code.',
      fault: { unknown_metric: 'there is no metric “{word}”', metric_twice: '“{word}” is used twice', no_terms: 'at least one term is needed', formula_unused: 'this method uses no formula', weight_not_positive: 'a weight has to be above zero', floor_above_cap: 'the floor lies above the cap', no_band: '“{word}” has no band', curve_on_band: 'a band has no three-point curve', no_target: '“{word}” has no target, give one', curve_needs_points: '“{word}” lacks a floor, target or stretch', target_not_positive: 'a target has to be above zero', empty_condition: 'the condition on “{word}” has no number', negative: 'may not be below zero', bad_amount: '“{word}” is no number', other: '{code} {word}' },
    },
  },
}
