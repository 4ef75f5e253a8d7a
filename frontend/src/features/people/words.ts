import type { Words } from '../../i18n'

export const peopleWords: Words = {
  zh: {
    people: {
      title: '人员', lead: '谁在哪个班组、多少工时、什么时候休假。竞赛和晋升都以这里为准。', import: '从文件导入', add: '新增人员', edit: '修改资料', find: '姓名、工号或拼音首字母', everySite: '所有职场', everyTeam: '所有班组', gone: '含已离职',
      none: '没有找到这样的人', noneHint: '换个写法试试，或去掉筛选条件。', emptyHint: '用“从文件导入”一次带进所有人，或逐个新增。', page: '第 {from}–{to} 人，共 {n} 人', before: '上一页', after: '下一页', notYours: '这位同事的个人资料只对其本人、班组长、人力和运营开放。',
      code: '工号', codeHint: '与话务平台里的一致，之后不能改。', zh: '中文姓名', en: '英文或拼音姓名', hired: '入职日期', left: '离职日期', leftHint: '从这一天起不在。当天的班组和工时会一并结束。', leftOn: '{day} 离职', level: '级别', since: '自何时起', sinceHint: '不填则从入职算起。', sinceDay: '自 {day}', education: '学历', today: '目前', lacking: '请填写工号、两种姓名、职场和入职日期。',
      levels: { trainee: '见习', junior: '初级', intermediate: '中级', senior: '高级', expert: '专家', deputy_lead: '副班组长', team_lead: '班组长', supervisor: '主管' },
      leaves: { annual: '年假', sick: '病假', personal: '事假', parental: '育儿假' }, contracts: { permanent: '正式', fixed_term: '合同制', part_time: '非全日制', agency: '外包', intern: '实习' }, schools: { secondary: '高中', vocational: '大专', bachelor: '本科', master: '硕士', doctor: '博士' }, contract: '用工形式', fte: '工时系数', fteIs: '工时系数 {n}', fteLong: '工时系数（全职为 1）', fteHint: '大于 0，不超过 1.5，例如半天写 0.5。', producing: '参与业务（计入班组人均）', notProducing: '暂不计入人均',
      post: { member: '组员', deputy: '副班组长', lead: '班组长' }, as: '岗位', teams: '所在班组', transfer: '调组', join: '编入班组', noTeams: '还没有编入任何班组。', open: '至今', work: '工时与用工', noWork: '没有记录时按全职、正式、参与业务计算。', change: '变更', correct: '更正', takeBack: '撤销', sure: '确定撤销？', before_day: '{day} 之前',
      from: '从哪天起', fromHint: '从该职场（{zone}）这个业务日开始。补填过去的日子时，那段时间的数据会跟着走。', until: '到哪天为止（不含）', untilHint: '不填则一直有效。', lackingTeam: '请选择班组和开始日期。', lackingWork: '请填写工时系数和开始日期。',
      leave: '休假', enterLeave: '登记休假', noLeave: '没有登记过休假。', firstDay: '第一天', lastDay: '最后一天', lastDayHint: '只休一天可以不填。', howMuch: '每天多少', part: { whole: '全天', morning: '上午', afternoon: '下午' }, kind: '种类', kindHint: '只有人力看得到。', lackingDay: '请填写第一天。',
      skills: '可接队列', noSkills: '还没有登记。', sinceOf: '{name}自何时起', shifts: '未来两周班次', noShifts: '这两周没有排班；没有班表时按职场的工作日计算。', shiftsFile: '用班表文件更新',
      data: '个人数据', dataHint: '系统里关于此人的一切，可以整份导出。', export: '导出全部数据', forget: '永久清除', forgetLater: '最后工作日过后才能清除。', forgetWho: '清除 {name} 的个人数据', forgetWhat: '姓名、账号、休假和文字都会消失，无法恢复；业务数据留下，归于一个匿名编号，历史榜单不变。', forgetType: '输入 {code} 以确认', forgetSure: '永久清除',
    },
  },
  en: {
    people: {
      title: 'People', lead: 'Who is in which team, how many hours, off when. Contests and promotions go by what stands here.', import: 'Import a file', add: 'Add a person', edit: 'Change details', find: 'Name, code or pinyin initials', everySite: 'All sites', everyTeam: 'All teams', gone: 'with those who left',
      none: 'Nobody was found', noneHint: 'Try another spelling, or take a filter away.', emptyHint: 'Bring everybody in with “Import a file”, or add people one by one.', page: '{from}–{to} of {n}', before: 'Back', after: 'Next', notYours: 'The personal data of this colleague is open to themselves, their lead, HR and operations.',
      code: 'Code', codeHint: 'As the phone system has it; it stays for good.', zh: 'Chinese name', en: 'English or pinyin name', hired: 'Hired on', left: 'Left on', leftHint: 'Away from this day on; team and working time end with it.', leftOn: 'left {day}', level: 'Level', since: 'Since', sinceHint: 'Left empty: since the day of hiring.', sinceDay: 'since {day}', education: 'Education', today: 'At present', lacking: 'Please give a code, both names, a site and the day of hiring.',
      levels: { trainee: 'Trainee', junior: 'Junior', intermediate: 'Intermediate', senior: 'Senior', expert: 'Expert', deputy_lead: 'Deputy lead', team_lead: 'Team lead', supervisor: 'Supervisor' },
      leaves: { annual: 'annual leave', sick: 'sick leave', personal: 'personal leave', parental: 'parental leave' }, contracts: { permanent: 'permanent', fixed_term: 'fixed-term', part_time: 'part-time', agency: 'agency', intern: 'intern' }, schools: { secondary: 'Secondary school', vocational: 'Vocational college', bachelor: 'Bachelor', master: 'Master', doctor: 'Doctorate' }, contract: 'Contract', fte: 'FTE', fteIs: '{n} FTE', fteLong: 'FTE (full time is 1)', fteHint: 'Above 0 and at most 1.5; 0.5 is half time.', producing: 'Takes calls (counts in the headcount of the team)', notProducing: 'not yet in the headcount',
      post: { member: 'Member', deputy: 'Deputy lead', lead: 'Team lead' }, as: 'As', teams: 'Teams', transfer: 'Transfer', join: 'Put into a team', noTeams: 'In no team yet.', open: 'today', work: 'Working time', noWork: 'Where nothing is written: full time, permanent, taking calls.', change: 'Change', correct: 'Correct', takeBack: 'Take back', sure: 'Take back for sure?', before_day: 'before {day}',
      from: 'From', fromHint: 'From that business day of the site ({zone}) on. A day in the past takes the figures since then along.', until: 'Until, without that day', untilHint: 'Goes on for good when left empty.', lackingTeam: 'Please choose a team and the first day.', lackingWork: 'Please give FTE and the first day.',
      leave: 'Leave', enterLeave: 'Enter leave', noLeave: 'No leave was entered.', firstDay: 'First day', lastDay: 'Last day', lastDayHint: 'May be left empty for a single day.', howMuch: 'How much of each day', part: { whole: 'the whole day', morning: 'the morning', afternoon: 'the afternoon' }, kind: 'Kind', kindHint: 'Only HR reads it back.', lackingDay: 'Please give the first day.',
      skills: 'Queues', noSkills: 'None entered yet.', sinceOf: '{name} since', shifts: 'Shifts of the next two weeks', noShifts: 'No shifts planned; without a roster the working days of the site count.', shiftsFile: 'Update by a roster file',
      data: 'Personal data', dataHint: 'All that is held about this person, to take along in one file.', export: 'Export everything', forget: 'Forget for good', forgetLater: 'Possible once the last day is over.', forgetWho: 'Forget who {name} was', forgetWhat: 'Names, account, leave and all words go and cannot be brought back. Measurements stay under a code that names nobody; past boards stay as they were.', forgetType: 'Type {code} to confirm', forgetSure: 'Forget for good',
    },
  },
}
