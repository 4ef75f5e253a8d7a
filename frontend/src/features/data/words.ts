import type { Words } from '../../i18n'

export const dataWords: Words = {
  zh: {
    data: {
      title: '数据', tabs: { import: '导入', quarantine: '待处理数据', metrics: '指标目录' },
      what: '导入什么', people: '人员数据', facts: '业务数据（按映射）', kind: { sites: '职场', calendar: '工作日历', queues: '队列', teams: '班组', agents: '坐席', employment: '用工信息', memberships: '班组成员', leave: '请假', roster: '排班', skills: '技能', levels: '定级历程', exams: '考试成绩', training: '培训学时', courses: '课程与练习', scorecards: '月度评分卡' }, balances: '历史数据（标记为历史导入）',
      how: '怎么导入', steps: { choose: '下载空白表格，或直接用系统导出的文件', look: '先看结果：哪些新增、哪些改变、哪些行有问题，写明行号、列名和原因', doIt: '确认后才写入；之前什么都不会改变' }, mapping: '映射', file: 'CSV 或 XLSX 文件', choose: '选择文件', template: '下载空白表格', try: '先看看会发生什么', doIt: '确认导入', tried: '预演：还没有写入任何数据', done: '已导入', needFile: '请先选择文件。', noMapping: '还没有映射；请管理员用接口添加一个。',
      rows: '{n} 行', created: '新增 {n}', changed: '变更 {n}', unchanged: '不变 {n}', refused: '有问题 {n}', accepted: '接收 {n}', superseding: '更正 {n}', duplicate: '重复 {n}', stale: '过期 {n}', facts_: '{n} 条数据',
      errors: '需要修改的行', row: '行', column: '列', problem: '问题', changes: '将会发生的变化', thing: '对象', becomes: '变化', what_: { created: '新增', changed: '变更', ended: '结束', removed: '移除' }, after: '之后', partial: '有问题的行先跳过，其余照常导入', allGood: '文件没有问题。', preview: '前几条数据',
      qNone: '没有待处理的数据', qNoneHint: '被拒绝的数据会留在这里，修改后可以重新接收，不会丢失。', qWhy: '原因', qSource: '来源', qFact: '记录', qWhen: '收到', mend: '修改', payload: '数据内容（JSON）', replay: '保存并重新接收', discard: '不再需要', discardSure: '确定？这条数据以后不再收取', replayAll: '全部重新接收', replayed: '重新接收：{ok} 条成功，{left} 条仍需修改', badJson: '这不是有效的 JSON。', withheld: '“…”代替了您无权查看的成绩：原样保留即可，接收时仍用原来的数值。',
      mCode: '编号', mName: '名称', mUnitHint: '显示在数字后面，如 %、秒', mUnit: '单位', mDecimalsHint: '显示几位小数，0 到 6；计算仍按原值', mDecimals: '小数位', mCombine: '汇总', mGood: '方向', mFloorHint: '三点曲线上得 60 分；不填则没有', mTargetHint: '三点曲线上得 90 分；竞赛和评分卡没有另设时用它', mStretchHint: '三点曲线上得 100 分，再高也是 100', mFloor: '底线', mTarget: '目标', mStretch: '挑战', edit: '编辑', zhName: '中文名', enName: '英文名', badNumber: '请填写数字，例如 88 或 88.5。', archived: '已停用',
      combine: { sum: '求和', mean: '平均', min: '最小', max: '最大', last: '最新' }, good: { higher: '越高越好', lower: '越低越好', band: '区间内最好' },
    },
  },
  en: {
    data: {
      title: 'Data', tabs: { import: 'Import', quarantine: 'Quarantine', metrics: 'Metrics' },
      what: 'What to import', people: 'People data', facts: 'Facts (through a mapping)', kind: { sites: 'Sites', calendar: 'Working calendar', queues: 'Queues', teams: 'Teams', agents: 'Agents', employment: 'Employment', memberships: 'Memberships', leave: 'Leave', roster: 'Rosters', skills: 'Skills', levels: 'Levels of the past', exams: 'Exams', training: 'Training hours', courses: 'Courses and practice', scorecards: 'Monthly scorecards' }, balances: 'Opening balances (marked carried over)',
      how: 'How it goes', steps: { choose: 'Fill in the empty sheet, or take the file as your system writes it', look: 'Look first: what is new, what changes, and which rows have faults, with line, column and reason', doIt: 'It is written when you confirm; until then nothing changes' }, mapping: 'Mapping', file: 'CSV or XLSX file', choose: 'Choose a file', template: 'Empty sheet to fill in', try: 'See what would happen', doIt: 'Import it', tried: 'A trial: nothing is written yet', done: 'Imported', needFile: 'Choose a file first.', noMapping: 'There is no mapping yet; an administrator adds one over the API.',
      rows: '{n} rows', created: '{n} new', changed: '{n} changed', unchanged: '{n} unchanged', refused: '{n} with a problem', accepted: '{n} accepted', superseding: '{n} superseding', duplicate: '{n} duplicate', stale: '{n} stale', facts_: '{n} facts',
      errors: 'Rows to mend', row: 'Row', column: 'Column', problem: 'Problem', changes: 'What changes', thing: 'Thing', becomes: 'Change', what_: { created: 'new', changed: 'changed', ended: 'ended', removed: 'removed' }, after: 'After', partial: 'Skip rows with a problem and import the others', allGood: 'The file has no problem.', preview: 'First facts',
      qNone: 'Nothing waits in quarantine', qNoneHint: 'Facts that were refused stay here until somebody mends and replays them; nothing is lost.', qWhy: 'Why', qSource: 'Source', qFact: 'Record', qWhen: 'Received', mend: 'Mend', payload: 'What was sent (JSON)', replay: 'Save and take it in', discard: 'Not needed', discardSure: 'Sure? This fact is put aside for good', replayAll: 'Replay all', replayed: 'Replayed: {ok} taken in, {left} still to mend', badJson: 'This is no valid JSON.', withheld: '“…” stands for a result you may not read. Leave it as it is: the value that was sent is taken in.',
      mCode: 'Code', mName: 'Name', mUnitHint: 'stands behind the figure: %, s', mUnit: 'Unit', mDecimalsHint: 'how many are shown, 0 to 6; reckoning keeps them all', mDecimals: 'Decimals', mCombine: 'Combines by', mGood: 'Good is', mFloorHint: 'brings 60 on the three-point curve; empty: there is none', mTargetHint: 'brings 90; contests and scorecards take it where they set no other', mStretchHint: 'brings 100 on the three-point curve, and beyond it too', mFloor: 'Floor', mTarget: 'Target', mStretch: 'Stretch', edit: 'Edit', zhName: 'Chinese name', enName: 'English name', badNumber: 'Please give a number such as 88 or 88.5.', archived: 'archived',
      combine: { sum: 'sum', mean: 'mean', min: 'minimum', max: 'maximum', last: 'latest' }, good: { higher: 'higher', lower: 'lower', band: 'inside the band' },
    },
  },
}
