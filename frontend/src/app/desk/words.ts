/** Said by what lies over every page: search, keys, the way round. */

import type { Words } from '../../i18n'

export const deskWords: Words = {
  zh: {
    find: {
      title: '搜索', label: '搜人、班组、竞赛、徽章、课程或页面', placeholder: '姓名、编号、拼音首字母……', none: '没有找到“{text}”。可以换个写法，或只输入姓名的拼音首字母。', found: '找到 {n} 项', pages: '页面', open: '打开', move: '选择',
      kind: { agent: '人员', team: '班组', contest: '竞赛', template: '竞赛模板', badge: '徽章', course: '课程', exam: '考试', cycle: '晋升评审' },
      page: {
        series: '系列赛', newSeries: '新建系列赛', scorecardRules: '评分卡规则', kudosRules: '感谢规则', rewardItems: '积分兑换目录', budgets: '积分预算', ledger: '积分台账', newBadge: '新建徽章', newCycle: '新建晋升评审', approvals: '待审批的通关', newCourse: '新建课程', newExam: '新建考试', qaForms: '质检表', calibrations: '质检校准', benchmarks: '行业对标', pair: '连接大屏', metrics: '指标', quarantine: '隔离区数据', verify: '验证证书与档案',
      },
    },
    keys: {
      title: '键盘快捷键', search: '搜索', help: '显示这张表', close: '关闭弹出的窗口', or: '或', then: '再按', single: '启用单键快捷键', singleHint: '关闭后，只有带 Ctrl 或 ⌘ 的组合键有效。使用读屏软件或语音输入时建议关闭。',
      moving: '处处可用', pages: '去往页面',
    },
  },
  en: {
    find: {
      title: 'Search', label: 'Find people, teams, contests, badges, courses or pages', placeholder: 'A name, a code, pinyin initials…', none: 'Nothing is called “{text}”. Try another spelling, or a part of the name.', found: '{n} found', pages: 'Pages', open: 'open', move: 'choose',
      kind: { agent: 'People', team: 'Teams', contest: 'Contests', template: 'Templates', badge: 'Badges', course: 'Courses', exam: 'Exams', cycle: 'Promotion rounds' },
      page: {
        series: 'Series', newSeries: 'New series', scorecardRules: 'Scorecard rules', kudosRules: 'Rules for thanks', rewardItems: 'What points can be had for', budgets: 'Point budgets', ledger: 'Ledger of points', newBadge: 'New badge', newCycle: 'New promotion round', approvals: 'Gates to approve', newCourse: 'New course', newExam: 'New exam', qaForms: 'Quality forms', calibrations: 'Calibration', benchmarks: 'Benchmarks', pair: 'Connect a wall', metrics: 'Metrics', quarantine: 'Quarantine', verify: 'Check a certificate or dossier',
      },
    },
    keys: {
      title: 'Keyboard shortcuts', search: 'Search', help: 'Show this list', close: 'Close what is open', or: 'or', then: 'then', single: 'Single-key shortcuts', singleHint: 'When off, only combinations with Ctrl or ⌘ work. Better off with a screen reader or voice control.',
      moving: 'Everywhere', pages: 'Pages',
    },
  },
}
