import type { Words } from '../../i18n'

export const readinessWords: Words = {
  zh: {
    ready: {
      title: '成熟度', hint: '按现行标准逐条判定，供晋升评审参考。结论由人作出，不会自动晋升或降级。', asOf: '截至 {day}，标准 {code}', asOfDay: '截至 {day}。', metSince: '{day} 起达成', computed: '{at} 更新', people: '{n} 人',
      state: { ready: '已达标', nearly: '接近达标', developing: '成长中', blocked: '暂停评审' }, find: '姓名或工号', level: '级别', target: '目标级别', any: '全部', clear: '清除筛选',
      who: '坐席', step: '方向', readiness: '成熟度', score: '得分', met: '已达成', open: '还差什么', since: '现级别自', hired: '入职', none: '没有符合条件的人', noneHint: '放宽筛选试试；刚入职或已到最高级别的人不在表里。', empty: '还没有可以评估的人', emptyHint: '先在“数据”里导入坐席和定级日期，这里会自动算出成熟度。', nothing: '都达成了', more: '等 {n} 项',
      dropped: '已删除筛选“{name}”。', views: '常用筛选', saveView: '保存当前筛选', viewName: '给这个筛选起个名字', drop: '删除“{name}”', noViews: '还没有保存过筛选', export: '导出 Excel', page: '第 {from}–{to} 条，共 {n} 条', prevPage: '上一页', nextPage: '下一页',
      pick: '选中 {name} 进行比较', compare: '并排比较（{n}）', compareHint: '最多选 4 人', compareTitle: '并排比较', compareFor: '目标级别', unpick: '取消选择', tooFew: '请先在成熟度表里选两到四个人。', back: '返回成熟度表', criterion: '标准',
      person: '{name} 的成熟度', levels: '定级历程', hiredOn: '{day} 入职', contract: '合同 {what}', shift: { early: '早班', day: '白班', late: '晚班', night: '夜班' },
      verdict: { met: '达成', not_met: '未达成', no_data: '无数据' }, notAsked: '不作要求', role: { required: '必备', weighted: '计分', bonus: '加分' }, progress: '进度 {n}%', of: '{value}，要求 {threshold}', value: '实际 {value}', asked: '要求 {threshold}',
      months: '参与计算的月份', skipped: '跳过的月份', carried: '历史导入', trend: '趋势', ahead: '最早 {day}', whole: '如果一切顺利，最早 {day} 达标', assumes: '前提：{what}', noDate: '有些标准说不出日期，所以不给整体预计。', parts: '达成其中一项即可', evidence: '依据', noEvidence: '还没有任何依据', why: '看依据', blockers: '暂停原因',
      versions: '新旧标准取更有利的一个：本次按 {code}', required: '必备 {met} / {of} 项已达成',
      chart: '近两年走势', chartHint: '评分卡与各项指标的月度数值；没有数据的月份留空。', metric: '看哪一项', noMonths: '还没有完整月份的数据', month: '月份', days: '出勤天数', scorecard: '月度评分卡', n: '{n} 条', mean: '均值', sum: '合计', thin: '出勤不足',
      factsOf: '{month} · {what}', at: '发生时间', value_: '数值', weight: '权重', queue: '队列', source: '来源', received: '收到', noFacts: '这个月没有数据', shown: '显示前 {n} 条，共 {of} 条', openFacts: '看明细', openCard: '看评分卡',
      next: '下一步', noNext: '当前级别没有可走的下一步', noNextHint: '最高级别之后要求什么，由人力在“晋升标准”里设定。',
      kinds: { month: '月份', record: '记录', contest: '竞赛', skill: '技能', since: '起算', post: '岗位', exam: '考试', test_call: '拨测', course: '课程', gate: '关口', mark: '评定', education: '学历', endorsement: '认可', mentored: '带教', case: '案例' },
    },
    records: {
      title: '成长记录', all: '显示全部 {n} 条', hint: '记录只增不改；登记有误可以撤销，撤销的记录和原因会一直留着。', none: '还没有记录', noneHint: '考试、课程、带教等结果登记后会显示在这里。', enter: '登记', save: '登记', entered: '已登记；发生在今天的，从明天起计入评定', withdraw: '撤销', withdrawWhy: '为什么撤销？坐席本人会看到', withdrawn: '已撤销', withdrawnBy: '{by} 于 {at} 撤销：{reason}', confirm: '确认撤销', by: '{by} · {at}', on: '日期', kind_: '类别', what: '内容', carried: '历史导入',
      page: '登记成长记录', pageHint: '按工号找到坐席，登记考试、课程、拨测等结果。', agentCode: '工号', look: '查看',
      kind: { level: '定级', exam: '考试', test_call: '拨测', course: '列入课程计划', attended: '参加课程', practice: '练习记录', training_hours: '培训学时', gate: '上岗关口', endorsement: '认可', post: '岗位任职', deed: '贡献', badge: '徽章', education: '学历证明', mark: '人工评定', disciplinary: '纪律案件' },
      field: { exam: '考试代码', value: '成绩', course: '课程代码', note: '备注', hours: '学时', stage: '阶段', result: '结论', reason: '理由', role: '认可人身份', post: '岗位代码', ends: '结束日期（不含）', deed: '贡献', badge: '徽章代码', proof: '学历代码', criterion: '标准代码', met: '是否达成', case: '案件编号', event: '事项', level: '级别', ground: '依据', by: '由', metric: '指标' },
      option: { pass: '通过', hold: '暂缓（重来一次）', exit: '终止', mentored: '带教完成', case_given: '提供案例', case_defended: '案例答辩', coached: '辅导记录', opened: '立案', closed: '结案', study: '业务学习', shadowing: '线上带教', reverse_shadowing: '实操反带教', test_calls: '通关拨测', lead: '班组长', trainer: '培训师', analyst: '质检员', true: '达成', false: '未达成', trainee: '见习', junior: '初级', intermediate: '中级', senior: '高级', expert: '专家', management: '管理', deputy: '副班组长', deputy_lead: '副班组长', team_lead: '班组长', supervisor: '主管' }, system: '系统',
      badCode: '只用小写字母、数字和下划线，以字母开头。', badNumber: '请填写数字，例如 86 或 86.5。', source: { entered: '登记', import: '导入', training: '培训', quality: '质检', cycle: '评审', carried_over: '历史导入', people: '人员数据' },
    },
  },
  en: {
    ready: {
      title: 'Readiness', hint: 'Judged criterion by criterion, as advice for reviews. People decide: nobody is promoted or demoted by itself.', asOf: 'As of {day}, criteria {code}', asOfDay: 'As of {day}.', metSince: 'met since {day}', computed: 'updated {at}', people: '{n} people',
      state: { ready: 'Ready', nearly: 'Nearly there', developing: 'Developing', blocked: 'On hold' }, find: 'Name or code', level: 'Level', target: 'Target level', any: 'All', clear: 'Clear filters',
      who: 'Agent', step: 'Step', readiness: 'Readiness', score: 'Score', met: 'Met', open: 'What is open', since: 'In level since', hired: 'Hired', none: 'Nobody matches', noneHint: 'Try a wider filter. Who holds the highest level of a track is not in the table.', empty: 'Nobody to assess yet', emptyHint: 'Import agents with the day their level began under Data; readiness is worked out by itself.', nothing: 'everything is met', more: 'and {n} more',
      dropped: 'The filter “{name}” was removed.', views: 'Saved filters', saveView: 'Save this filter', viewName: 'A name for this filter', drop: 'Forget “{name}”', noViews: 'No filter saved yet', export: 'Export to Excel', page: '{from}–{to} of {n}', prevPage: 'Previous', nextPage: 'Next',
      pick: 'Choose {name} for comparing', compare: 'Compare ({n})', compareHint: 'up to 4 people', compareTitle: 'Side by side', compareFor: 'Target level', unpick: 'Clear choice', tooFew: 'Choose two to four people in the readiness table first.', back: 'Back to the table', criterion: 'Criterion',
      person: 'Readiness of {name}', levels: 'Levels so far', hiredOn: 'hired {day}', contract: 'contract: {what}', shift: { early: 'early shift', day: 'day shift', late: 'late shift', night: 'night shift' },
      verdict: { met: 'Met', not_met: 'Not met', no_data: 'No data' }, notAsked: 'Not asked', role: { required: 'required', weighted: 'counts in the score', bonus: 'bonus' }, progress: '{n}% of the way', of: '{value} of {threshold}', value: 'is {value}', asked: 'asks {threshold}',
      months: 'Months that count', skipped: 'Months passed over', carried: 'carried over', trend: 'Trend', ahead: '{day} at the earliest', whole: 'If all goes on as it should, ready on {day} at the earliest', assumes: 'assuming: {what}', noDate: 'Some criteria have no honest date, so there is none for the whole.', parts: 'Any one of these is enough', evidence: 'Evidence', noEvidence: 'No evidence yet', why: 'Open the evidence', blockers: 'Why on hold',
      versions: 'Of old and new criteria the more favourable count: here {code}', required: '{met} of {of} required criteria met',
      chart: 'The last two years', chartHint: 'Monthly scorecard and metrics; months without data stay empty.', metric: 'Show', noMonths: 'No complete month yet', month: 'Month', days: 'Worked days', scorecard: 'Monthly scorecard', n: '{n} facts', mean: 'Mean', sum: 'Sum', thin: 'few worked days',
      factsOf: '{month} · {what}', at: 'When', value_: 'Value', weight: 'Weight', queue: 'Queue', source: 'Source', received: 'Received', noFacts: 'No facts in this month', shown: 'first {n} of {of}', openFacts: 'Open the facts', openCard: 'Open the scorecard',
      next: 'Next step', noNext: 'No step leads on from this level', noNextHint: 'What lies beyond the highest level is for HR to write under Criteria.',
      kinds: { month: 'Month', record: 'Record', contest: 'Contest', skill: 'Skill', since: 'Since', post: 'Post', exam: 'Exam', test_call: 'Test call', course: 'Course', gate: 'Gate', mark: 'Judged', education: 'Education', endorsement: 'Endorsement', mentored: 'Mentoring', case: 'Case' },
    },
    records: {
      title: 'Records', all: 'Show all {n}', hint: 'Records are added, never changed. A wrong one is withdrawn and stays readable with the reason.', none: 'Nothing on record yet', noneHint: 'Exams, courses, mentoring and the like appear here once they are entered.', enter: 'Enter a record', save: 'Enter', entered: 'Entered; what happened today counts from tomorrow', withdraw: 'Withdraw', withdrawWhy: 'Why? The agent will read it', withdrawn: 'withdrawn', withdrawnBy: 'withdrawn by {by}, {at}: {reason}', confirm: 'Withdraw it', by: '{by} · {at}', on: 'Day', kind_: 'Kind', what: 'What', carried: 'carried over',
      page: 'Enter records', pageHint: 'Find an agent by code, then enter exams, courses, test calls and the like.', agentCode: 'Agent code', look: 'Show',
      kind: { level: 'Level', exam: 'Exam', test_call: 'Test call', course: 'Course planned', attended: 'Course attended', practice: 'Practice record', training_hours: 'Training hours', gate: 'Onboarding gate', endorsement: 'Endorsement', post: 'Post held', deed: 'Contribution', badge: 'Badge', education: 'Proof of education', mark: 'Judged by hand', disciplinary: 'Disciplinary case' },
      field: { exam: 'Exam code', value: 'Mark', course: 'Course code', note: 'Note', hours: 'Hours', stage: 'Stage', result: 'Outcome', reason: 'Reason', role: 'Endorsed as', post: 'Post code', ends: 'Ends (without this day)', deed: 'Contribution', badge: 'Badge code', proof: 'Education code', criterion: 'Criterion code', met: 'Met or not', case: 'Case number', event: 'Event', level: 'Level', ground: 'Ground', by: 'By', metric: 'Metric' },
      option: { pass: 'pass', hold: 'hold (once more)', exit: 'exit', mentored: 'mentored a trainee', case_given: 'gave a case', case_defended: 'defended a case', coached: 'coaching log', opened: 'opened', closed: 'closed', study: 'Study', shadowing: 'Shadowing', reverse_shadowing: 'Reverse shadowing', test_calls: 'Test calls', lead: 'Team lead', trainer: 'Trainer', analyst: 'Quality analyst', true: 'met', false: 'not met', trainee: 'trainee', junior: 'junior', intermediate: 'intermediate', senior: 'senior', expert: 'expert', management: 'management', deputy: 'deputy lead', deputy_lead: 'deputy lead', team_lead: 'team lead', supervisor: 'supervisor' }, system: 'the service',
      badCode: 'Small letters, digits and _ only, beginning with a letter.', badNumber: 'Please give a number such as 86 or 86.5.', source: { entered: 'entered', import: 'imported', training: 'training', quality: 'quality', cycle: 'review', carried_over: 'carried over', people: 'people data' },
    },
  },
}
