/** Said by what lies over every page: search, keys, the way round. */

import type { Words } from '../../i18n'

export const deskWords: Words = {
  zh: {
    find: {
      title: '搜索', label: '搜人、班组、竞赛、徽章、课程或页面', placeholder: '姓名、编号、拼音首字母……', none: '没有找到“{text}”。可以换个写法，或只输入姓名的拼音首字母。', found: '找到 {n} 项', pages: '页面', open: '打开', move: '选择',
      kind: { agent: '人员', team: '班组', contest: '竞赛', template: '竞赛模板', badge: '徽章', course: '课程', exam: '考试', cycle: '晋升评审', metric: '指标', series: '周期竞赛', case: '典型案例' },
      page: {
        news: '我的消息', sight: '谁能看到我的什么', series: '系列赛', newSeries: '新建系列赛', scorecardRules: '评分卡规则', kudosRules: '感谢规则', rewardItems: '积分兑换目录', budgets: '积分预算', ledger: '积分台账', newBadge: '新建徽章', newCycle: '新建晋升评审', approvals: '待审批的通关', newCourse: '新建课程', newExam: '新建考试', qaForms: '质检表', calibrations: '质检校准', benchmarks: '行业对标', pair: '连接大屏', metrics: '指标', quarantine: '隔离区数据', verify: '验证证书与档案',
      },
    },
    keys: {
      title: '键盘快捷键', search: '搜索', help: '显示这张表', close: '关闭弹出的窗口', or: '或', then: '再按', single: '启用单键快捷键', singleHint: '关闭后，只有带 Ctrl 或 ⌘ 的组合键有效。使用读屏软件或语音输入时建议关闭。',
      moving: '处处可用', pages: '去往页面',
    },
    tour: {
      label: '带我看看', back: '上一步', next: '下一步', done: '完成', end: '结束', step: '第 {n} 步，共 {of} 步',
      agent: {
        me: { title: '我的位置', text: '您的名次排在最前，上面是前面两位，下面是差多少就能追上。' }, why: { title: '为什么是这个数', text: '点“为什么是这个数”，每一分都能看到来自哪些事实。' }, path: { title: '成长路径', text: '下一级要什么、哪些已达成、下一步做什么，都在这里。' }, badges: { title: '徽章', text: '最近的一枚还差多少、给谁看，都由您决定。' }, sight: { title: '谁能看到我的什么', text: '这里写明谁能看到您的哪些内容。' },
      },
      lead: {
        launch: { title: '发起竞赛', text: '选模板、选一周、选班组，就能开赛。' }, home: { title: '进行中的竞赛', text: '点进去看实时榜单；点任何一个分数，看它从哪来。' }, kudos: { title: '感谢', text: '谁很久没被感谢过，这里会提醒您。' }, displays: { title: '大屏', text: '把墙上的屏幕连进来，遥控它放什么。' }, readiness: { title: '成熟度', text: '您的组员离下一级还差什么。' },
      },
      ops: {
        home: { title: '竞赛', text: '所有职场的竞赛和实时榜单。' }, templates: { title: '模板', text: '竞赛怎么计分在这里定，班组长只能照着用。' }, calendar: { title: '日历', text: '撞期会提前提醒；系列赛自动开下一轮。' }, teaches: { title: '训练效果', text: '看哪些竞赛真正让人进步了。' }, data: { title: '数据', text: '导入先预览；有问题的行进隔离区，改好再用。' },
      },
      hr: {
        readiness: { title: '成熟度', text: '谁准备好了、差哪一条、依据是什么；筛选和视图都能保存。' }, criteria: { title: '晋升标准', text: '改标准前，先在过去的数据上试一试。' }, cycles: { title: '晋升评审', text: '从草稿到通知和申诉，每个决定都要两个人。' }, dossiers: { title: '档案', text: '签名的档案，谁都能验证真伪。' },
      },
      trainer: {
        courses: { title: '课程', text: '课程配练习，一课多练才算完成。' }, exams: { title: '考试', text: '题库、排考和成绩，注意不要给新人太大压力。' }, classes: { title: '新人班级', text: '四个阶段、四道关口、带教日志。' },
      },
      analyst: {
        samples: { title: '今日抽检', text: '计划分给您的通话，做完一个少一个。' }, qa: { title: '质检', text: '表单、评分和异议。' }, faults: { title: '差错排行', text: '最常见的差错，从这里变成培训案例。' },
      },
      admin: {
        data: { title: '数据', text: '导入人员和数据，先预览，再写入。' }, access: { title: '账号与令牌', text: '谁能登录，机器用什么令牌。' }, displays: { title: '大屏', text: '每块屏幕的状态，一眼看全。' },
      },
      assessor: { samples: { title: '今日抽检', text: '这里只有分配给您的通话。' } },
    },
  },
  en: {
    find: {
      title: 'Search', label: 'Find people, teams, contests, badges, courses or pages', placeholder: 'A name, a code, pinyin initials…', none: 'Nothing is called “{text}”. Try another spelling, or a part of the name.', found: '{n} found', pages: 'Pages', open: 'open', move: 'choose',
      kind: { agent: 'People', team: 'Teams', contest: 'Contests', template: 'Templates', badge: 'Badges', course: 'Courses', exam: 'Exams', cycle: 'Promotion rounds', metric: 'Metrics', series: 'Series', case: 'Cases' },
      page: {
        news: 'My news', sight: 'Who sees what of me', series: 'Series', newSeries: 'New series', scorecardRules: 'Scorecard rules', kudosRules: 'Rules for thanks', rewardItems: 'What points can be had for', budgets: 'Point budgets', ledger: 'Ledger of points', newBadge: 'New badge', newCycle: 'New promotion round', approvals: 'Gates to approve', newCourse: 'New course', newExam: 'New exam', qaForms: 'Quality forms', calibrations: 'Calibration', benchmarks: 'Benchmarks', pair: 'Connect a wall', metrics: 'Metrics', quarantine: 'Quarantine', verify: 'Check a certificate or dossier',
      },
    },
    keys: {
      title: 'Keyboard shortcuts', search: 'Search', help: 'Show this list', close: 'Close what is open', or: 'or', then: 'then', single: 'Single-key shortcuts', singleHint: 'When off, only combinations with Ctrl or ⌘ work. Better off with a screen reader or voice control.',
      moving: 'Everywhere', pages: 'Pages',
    },
    tour: {
      label: 'Show me around', back: 'Back', next: 'Next', done: 'Done', end: 'End', step: 'Step {n} of {of}',
      agent: {
        me: { title: 'My place', text: 'Your own place comes first, the two just ahead above it, and what it takes to catch them below.' }, why: { title: 'Why this number', text: '“Why this number” opens every point down to the facts it comes from.' }, path: { title: 'My path', text: 'What the next level asks, what is met, and what to do next.' }, badges: { title: 'Badges', text: 'How far the next one is, and who may see those you have: you choose.' }, sight: { title: 'Who sees what of me', text: 'Here it says who sees what of you.' },
      },
      lead: {
        launch: { title: 'Start a contest', text: 'A template, a week, the teams: that is all it takes.' }, home: { title: 'What is running', text: 'Open a contest for its live board; a click on any score shows where it comes from.' }, kudos: { title: 'Thanks', text: 'Here you see whom nobody has thanked for a while.' }, displays: { title: 'Displays', text: 'Connect the screens on the wall and steer what they show.' }, readiness: { title: 'Readiness', text: 'What your people still lack for the next level.' },
      },
      ops: {
        home: { title: 'Contests', text: 'Those of all sites, with their live boards.' }, templates: { title: 'Templates', text: 'How contests score is decided here; leads use it as it is.' }, calendar: { title: 'Calendar', text: 'Clashes are told beforehand, and series begin their next round by themselves.' }, teaches: { title: 'What teaches', text: 'Which contests made people better.' }, data: { title: 'Data', text: 'Imports are tried first; rows with a fault wait in quarantine until they are mended.' },
      },
      hr: {
        readiness: { title: 'Readiness', text: 'Who is ready, what is open, and on what evidence. Filters and views can be kept.' }, criteria: { title: 'Criteria', text: 'Try a change on the past before you adopt it.' }, cycles: { title: 'Promotions', text: 'From draft to notice and appeal; every decision takes two people.' }, dossiers: { title: 'Dossiers', text: 'Signed, so that anybody can check them.' },
      },
      trainer: {
        courses: { title: 'Courses', text: 'A course is complete only with its practice.' }, exams: { title: 'Exams', text: 'Questions, dates and results; mind how much you ask of trainees.' }, classes: { title: 'Classes', text: 'Four stages, four gates, the mentor’s log.' },
      },
      analyst: {
        samples: { title: 'My samples', text: 'The calls that the plan gave you today.' }, qa: { title: 'Quality', text: 'Forms, marks and disputes.' }, faults: { title: 'Faults', text: 'The most common ones, and the cases that teach how to avoid them.' },
      },
      admin: {
        data: { title: 'Data', text: 'Bring in people and figures: first as a trial, then for good.' }, access: { title: 'Access', text: 'Who signs in, and which tokens machines use.' }, displays: { title: 'Displays', text: 'How every screen is doing, at a glance.' },
      },
      assessor: { samples: { title: 'My samples', text: 'Only the calls that were assigned to you.' } },
    },
  },
}
