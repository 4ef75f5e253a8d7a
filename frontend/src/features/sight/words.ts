import type { Words } from '../../i18n'

export const sightWords: Words = {
  zh: {
    sight: {
      title: '谁能看到我的什么', hint: '这张表直接来自系统的权限表：表上没写的人，用任何页面、导出或搜索都看不到。', who: '除您本人外，谁能看到', leads: '您的班组长：{names}', team: '班组：{name}', own: '仅本班组',
      name: '姓名、编号与所在班组', personal: '入职日期、合同、假期与排班、技能', leave_kind: '假期的类别', career: '评分卡、成熟度与依据', evaluations: '质检评分与评语', trainee_results: '见习期考试与拨测的分数', dossiers: '成长档案',
      nameHint: '同事能找到您的姓名来感谢您。大屏和榜单只点名前几名，其余按姓名顺序显示为“参与中”。', trainee_resultsHint: '其他人只看到“达成”或“未达成”。', evaluationsHint: '您可以一步提出异议。', careerHint: '不会自动决定晋升：由两个人作出决定，并写明理由。', dossiersHint: '您自己随时可以下载。', personalHint: '假期和排班只用来公平折算在岗人数，入职日期用来算工龄。', leave_kindHint: '其他人只知道您不在岗。',
      yours: '由您决定', badges: '徽章给谁看', badgesTo: '在“我的徽章”里设置 →', thanks: '收到的感谢', thanksTo: '可以逐条对班组隐藏 →', alone: '只有您和与您谈话的人', aloneList: '关怀与帮助的提议、私下谈话的记录。它们不进档案，也不进任何别人的导出，90 天后自动删除。',
    },
  },
  en: {
    sight: {
      title: 'Who sees what of me', hint: 'This comes straight from the table of permissions: whoever is not named here cannot get it by any page, export or search.', who: 'Who sees it besides you', leads: 'Your leads: {names}', team: 'Team: {name}', own: 'of the own team',
      name: 'Name, code and team', personal: 'Hire date, contract, leave and roster, skills', leave_kind: 'What kind of leave', career: 'Scorecards, readiness and evidence', evaluations: 'Judged calls and comments', trainee_results: 'Scores of exams and test calls as a trainee', dossiers: 'Dossiers',
      nameHint: 'Colleagues find your name to thank you. Walls and boards name the first few; everybody else appears by name order as taking part.', trainee_resultsHint: 'Everybody else reads met or not met.', evaluationsHint: 'You may object in one step.', careerHint: 'Nothing is decided by itself: two people decide and write down why.', dossiersHint: 'You may download yours at any time.', personalHint: 'Leave and rosters share out a team’s work fairly; the hire date counts for tenure.', leave_kindHint: 'Everybody else only knows that you are away.',
      yours: 'Up to you', badges: 'Who sees your badges', badgesTo: 'Choose under “Badges” →', thanks: 'Thanks you received', thanksTo: 'Hide any of them from the team →', alone: 'Only you and whoever you talked with', aloneList: 'Offers of help and notes of private talks. They are in no dossier and in nobody else’s export, and are deleted after 90 days.',
    },
  },
}
