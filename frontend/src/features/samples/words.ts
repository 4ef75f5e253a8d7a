import type { Words } from '../../i18n'

export const samplesWords: Words = {
  zh: {
    samples: {
      mine: '今日抽检', mineLead: '按日期排好要评的通话；先评延迟的，评语趁记忆新鲜最有用。', none: '没有要评的通话', noneHint: '抽检计划排定后，分配给您的任务会出现在这里。', noneAssessor: '通话选定后，分配给您的任务会出现在这里。',
      export: '导出 Excel', judge: '开始评分', look: '查看评分', call: '通话 {call}', recording: '录音', anyCall: '该日任选一通（前后 3 天内也可）',
      standing: { late: '已延迟', due: '待评', ahead: '未到日期', done: '已完成' },
      plans: '抽检计划', plansLead: '每位当月出勤的坐席至少评 4 通，分散在全月，本线人员不评本线。', noPlans: '还没有抽检计划', noPlansHint: '选职场和月份，排定第一份计划。', make: '排定计划', month: '月份', perMonth: '每人通数', who: '由谁评估', assessor: '外部评审', analyst: '质检',
      planOf: '{site} · {month}', progress: '已评 {done} / {of}', replan: '重新排定', steady: '计划与出勤、请假一致，无需变动。', drift: '人员有变动：{dropped} 条需撤下，{added} 条需补上。已评的不会动。',
      evaluators: '评估人', agents: '坐席', planCol: '计划', doneCol: '已评', lateCol: '延迟', aDay: '每工作日需评', withoutCall: '{n} 条未选通话', worked: '出勤天数', shortCol: '缺口', short: { nobody: '无人可评', late: '评分延迟', planning: '待重新排定' }, onlyShort: '只看有缺口的', noShort: '没有缺口，照此进度每人都评得够。',
      forAssessors: '给外部评审选定通话', forAssessorsHint: '外部评审只看得到已选定通话的任务。', choose: '选定', callNo: '通话编号', back: '返回抽检计划',
      faults: '差错排行', faultsLead: '按质检表逐项统计丢分的通话，最常见的排在前面：占到八成的关键少数，最值得培训。', form: '质检表', weeks: '最近', nWeeks: '{n} 周', withheld: '不足 5 人，不作统计', withheldHint: '为保护个人，少于 5 位坐席的范围不显示。请放宽班组、队列或时间。', noFaults: '这段时间没有评过的通话', noFaultsHint: '换一张质检表或放宽时间；评过的通话会自动计入。', clean: '没有丢分，值得一赞', basis: '{calls} 通通话 · {agents} 位坐席 · 平均 {mean} 分 · {first} 至 {last}', fault: '差错项', count: '次数', rate: '差错率', share: '占比', cumulated: '累计占比', lost: '失分', vital: '关键少数', critical: '致命项', counts: '次数', toCases: '找相关案例',
      queue: '队列',
    },
    cases: {
      title: '典型案例', lead: '值得大家学的通话，按技能标签查找，一键布置成练习。', find: '搜标题、摘要、标签', add: '收录案例', none: '还没有案例', noneHint: '评分时遇到好通话，收为案例，大家都能学。', nothing: '没有符合的案例', nothingHint: '换个词或去掉标签试试。', kind: '类别', kinds: { model: '示范', lesson: '借鉴' }, caseTitle: '标题', summary: '摘要：好在哪里，可以怎么学', tags: '技能标签', tagsHint: '用逗号分开，如：倾听，安抚', evaluation: '质检记录编号', evaluationHint: '填了编号，录音和坐席自动带入', recording: '录音编号或链接', consent: '坐席本人同意他人学习', anonymised: '已作匿名处理', consentWhy: '两者至少其一，他人才能学习。', save: '收录', by: '来自 {name}', anonymous: '已匿名', agreed: '本人已同意', practised: '已布置 {n} 人', practise: '布置练习', whom: '布置给', toTeam: '整个班组', toAgent: '一位坐席', teamCode: '班组编号', given: '已布置给 {given} 人', before: '，{before} 人之前布置过', how: '练习方式', ways: { homework: '作业', hands_on: '实操', exercise: '练习', role_play: '情景演练', sharing: '经验分享' }, withdraw: '撤下', withdrawWhy: '为什么撤下', allTags: '全部标签', refused: '请写标题、摘要和至少一个标签，并确认同意或匿名。',
    },
    bench: {
      title: '对标', lead: '与公开发布的同业数据比较；口径不一致的不比，并指明差在哪里。', none: '还没有对标资料', noneHint: '导入一份带来源、年份和口径的资料即可开始比较。', import: '导入资料', source: '来源', year: '年份', rows: '从表格粘贴', rowsHint: '每行一个指标，列间用制表符或分号：指标编号；单位；汇总；方向；统计口径；四分位 1；中位数；四分位 3', example: 'qa; %; mean; higher; score/calls; 80; 86; 92', badRow: '第 {n} 行应有 8 列。', figures: '{n} 个指标', own: '本中心', quarters: '四分位（较差 · 中位 · 较好）', where: { best_quarter: '前 25%', upper_middle: '中上', lower_middle: '中下', last_quarter: '后 25%' }, notCompared: '不作比较', remove: '删除资料', counts: '我们统计的是', keep: '记下口径', window: '按最近 90 天计算',
      fields: { unit: '单位', combine: '汇总', good: '方向', counts: '口径' }, said: { sum: '求和', mean: '平均', min: '最小', max: '最大', last: '最新', higher: '越高越好', lower: '越低越好', band: '区间内最好' }, blank: '未写明',
    },
  },
  en: {
    samples: {
      mine: 'My day', mineLead: 'The calls to judge, by day. Late ones first: a comment helps most while the call is remembered.', none: 'Nothing to judge', noneHint: 'Your share appears here once a month has been planned.', noneAssessor: 'Your share appears here once the calls have been chosen.',
      export: 'Export to Excel', judge: 'Judge a call', look: 'See the evaluation', call: 'Call {call}', recording: 'Recording', anyCall: 'any call of that day, or within 3 days of it',
      standing: { late: 'Late', due: 'To do', ahead: 'Coming up', done: 'Done' },
      plans: 'Sampling plans', plansLead: 'Everybody who works in a month gets at least 4 evaluations, spread over it, and never from the own line.', noPlans: 'No plan yet', noPlansHint: 'Choose a site and a month to make the first one.', make: 'Make the plan', month: 'Month', perMonth: 'Calls each', who: 'Who evaluates', assessor: 'assessor', analyst: 'analyst',
      planOf: '{site} · {month}', progress: '{done} of {of} judged', replan: 'Plan anew', steady: 'The plan fits rosters and leave; nothing has to change.', drift: 'People have changed: {dropped} samples would go, {added} would come. What is judged stays.',
      evaluators: 'Evaluators', agents: 'Agents', planCol: 'Planned', doneCol: 'Judged', lateCol: 'Late', aDay: 'A working day', withoutCall: '{n} without a call', worked: 'Days worked', shortCol: 'Shortfall', short: { nobody: 'nobody may evaluate', late: 'judging is late', planning: 'plan anew' }, onlyShort: 'Only with a shortfall', noShort: 'No shortfall: at this pace everybody is judged often enough.',
      forAssessors: 'Choose calls for assessors', forAssessorsHint: 'An assessor from outside sees a sample only once its call is chosen.', choose: 'Choose', callNo: 'Call number', back: 'Back to the plans',
      faults: 'Faults', faultsLead: 'The calls that lost marks on each line of a form, the most common first. Training gains most from the vital few that make up 80 %.', form: 'Form', weeks: 'The last', nWeeks: '{n} weeks', withheld: 'Fewer than five people', withheldHint: 'To protect persons, nothing is shown about fewer than five agents. Widen the team, queue or time.', noFaults: 'No call was judged in this time', noFaultsHint: 'Choose another form or a longer time; judged calls count by themselves.', clean: 'Not a mark lost: well done', basis: '{calls} calls · {agents} agents · mean {mean} · {first} to {last}', fault: 'Line', count: 'Faults', rate: 'Fault rate', share: 'Share', cumulated: 'Cumulated', lost: 'Points lost', vital: 'vital', critical: 'critical', counts: 'Faults', toCases: 'Find cases',
      queue: 'Queue',
    },
    cases: {
      title: 'Cases', lead: 'Calls worth learning from: find them by skill, give them to practise on.', find: 'Title, summary, tag', add: 'Add a case', none: 'No case yet', noneHint: 'When a judged call is worth hearing, keep it here for everybody.', nothing: 'No such case', nothingHint: 'Try another word, or without the tag.', kind: 'Kind', kinds: { model: 'model', lesson: 'lesson' }, caseTitle: 'Title', summary: 'Summary: what is good about it, and how to learn it', tags: 'Skill tags', tagsHint: 'With commas between: listening, calming', evaluation: 'Number of the evaluation', evaluationHint: 'Brings the recording and the agent along', recording: 'Recording, number or link', consent: 'The agent agrees that others learn from it', anonymised: 'It has been anonymised', consentWhy: 'One of the two has to be true before others may learn from it.', save: 'Add it', by: 'given by {name}', anonymous: 'anonymised', agreed: 'with consent', practised: 'given to {n}', practise: 'Give to practise', whom: 'To whom', toTeam: 'a whole team', toAgent: 'one agent', teamCode: 'Code of the team', given: 'Given to {given}', before: '; {before} had it before', how: 'As', ways: { homework: 'homework', hands_on: 'hands-on', exercise: 'exercise', role_play: 'role play', sharing: 'sharing' }, withdraw: 'Withdraw', withdrawWhy: 'Why does it go?', allTags: 'All tags', refused: 'Write a title, a summary and a tag, and confirm consent or that it is anonymised.',
    },
    bench: {
      title: 'Benchmarks', lead: 'Beside what others publish. What is counted differently is not compared, and the difference is named.', none: 'No pack yet', noneHint: 'Import one with source, year and definitions to begin.', import: 'Import a pack', source: 'Source', year: 'Year', rows: 'Paste from a sheet', rowsHint: 'A metric a row, with tabs or semicolons between: metric; unit; combine; good; what is counted; first quartile; median; third quartile', example: 'qa; %; mean; higher; score/calls; 80; 86; 92', badRow: 'Row {n} should have 8 columns.', figures: '{n} figures', own: 'Own value', quarters: 'Quartiles (worse · median · better)', where: { best_quarter: 'best quarter', upper_middle: 'upper middle', lower_middle: 'lower middle', last_quarter: 'last quarter' }, notCompared: 'not compared', remove: 'Remove the pack', counts: 'What we count', keep: 'Keep', window: 'Over the last 90 days',
      fields: { unit: 'unit', combine: 'combined by', good: 'good is', counts: 'counts' }, said: { sum: 'sum', mean: 'mean', min: 'minimum', max: 'maximum', last: 'latest', higher: 'higher', lower: 'lower', band: 'inside the band' }, blank: 'not said',
    },
  },
}
