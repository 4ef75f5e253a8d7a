/** Which words a page brings along. Those of the frame are here from the start. */

import { boardWords } from '../board/words'
import { sceneWords } from '../board/scenes/words'
import { chartsWords } from '../charts/words'
import { sessionWords } from '../features/session/words'
import { sharedWords } from '../i18n/shared'
import type { Words } from '../i18n'
import { wordsFor } from './pages'

const shell: Words = {
  zh: {
    welcome: { label: '欢迎', text: '第一次来？一分钟带您看看。', start: '开始', later: '以后再说' },
    shell: {
      skip: '跳到正文', invited: '{n} 场新竞赛有您的班组', home: '竞赛', calendar: '日历', launch: '发起竞赛', scorecards: '评分卡', templates: '模板', teams: '班组实力', me: '我的位置', myLearning: '我的学习', courses: '课程', myReview: '我的评审', myCandidates: '我的候选人', coaching: '辅导', cycles: '晋升评审', path: '成长路径', criteria: '晋升标准', readiness: '成熟度', records: '成长记录', reviews: '核查', appeals: '申诉', teaches: '训练效果', kudos: '感谢', points: '积分', badges: '徽章', myCertificates: '我的证书', certificates: '证书打印', look: '中心形象', honors: '荣誉墙', dossiers: '档案', myDossiers: '我的档案', support: '帮扶', exams: '考试', myExams: '我的考试', care: '关怀', classes: '新人班级', onboarding: '上岗带教', qa: '质检', samples: '今日抽检', sampling: '抽检计划', faults: '差错排行', cases: '典型案例', displays: '大屏', people: '人员', data: '数据', access: '账号与令牌', retention: '保存期限', audit: '操作记录', upkeep: '运行状况', signOut: '退出登录', shortcuts: '键盘快捷键', around: '带我看看', sight: '谁能看到我的什么', news: '我的消息', unread: '我的消息：{n} 条新消息',
      language: 'English', dark: '深色', light: '浅色', menu: '主导航', more: '更多', account: '我的账号：', missing: '没有这个页面', missingHint: '链接可能已失效，从首页重新进入即可。', toHome: '回到首页',
      forbidden: '您的角色看不到这一页', unreachable: '暂时连不上服务器', role: { admin: '管理员', ops: '运营经理', hr: '人力', lead: '班组长', analyst: '质检', trainer: '培训师', assessor: '外部评审', agent: '坐席' },
    },
  },
  en: {
    welcome: { label: 'Welcome', text: 'New here? A look around takes a minute.', start: 'Show me', later: 'Not now' },
    shell: {
      skip: 'Skip to the content', invited: '{n} new contests with your team', home: 'Contests', calendar: 'Calendar', launch: 'Start a contest', scorecards: 'Scorecards', templates: 'Templates', teams: 'Teams', me: 'My place', myLearning: 'My learning', courses: 'Courses', myReview: 'My review', myCandidates: 'My candidates', coaching: 'Coaching', cycles: 'Promotions', path: 'My path', criteria: 'Criteria', readiness: 'Readiness', records: 'Records', reviews: 'Reviews', appeals: 'Appeals', teaches: 'What teaches', kudos: 'Thanks', points: 'Points', badges: 'Badges', myCertificates: 'My certificates', certificates: 'Certificates', look: 'Look', honors: 'Honors', dossiers: 'Dossiers', myDossiers: 'My dossiers', support: 'Support', exams: 'Exams', myExams: 'My exams', care: 'Care', classes: 'Classes', onboarding: 'Onboarding', qa: 'Quality', samples: 'My samples', sampling: 'Sampling', faults: 'Faults', cases: 'Cases', displays: 'Displays', people: 'People', data: 'Data', access: 'Access', retention: 'Retention', audit: 'Audit', upkeep: 'Upkeep', signOut: 'Sign out', shortcuts: 'Keyboard shortcuts', around: 'Show me around', sight: 'Who sees what of me', news: 'My news', unread: 'My news: {n} new',
      language: '中文', dark: 'Dark', light: 'Light', menu: 'Main', more: 'More', account: 'Your account:', missing: 'There is no such page', missingHint: 'The link may be old; start again from the home page.', toHome: 'To the home page',
      forbidden: 'Your role does not see this page', unreachable: 'The service cannot be reached', role: { admin: 'Administrator', ops: 'Operations', hr: 'HR', lead: 'Team lead', analyst: 'Quality analyst', trainer: 'Trainer', assessor: 'Assessor', agent: 'Agent' },
    },
  },
}

/** Said by the frame, or small and said nearly everywhere. */
export const firstWords: readonly Words[] = [sharedWords, shell, sessionWords, boardWords, sceneWords, chartsWords]

const files = import.meta.glob<Record<string, Words>>([
  '../{after,arranging,honored,insight,prizes,season,features/*}/words.ts',
  '!../features/{session,wall}/words.ts',
])

/** Fetches all that the pages of a feature say. */
export async function wordsOf(feature: string): Promise<Words[]> {
  const loads = wordsFor(feature).flatMap((folder) => files[`../${folder}/words.ts`] ?? [])
  return (await Promise.all(loads.map((load) => load()))).flatMap((module) => Object.values(module))
}
