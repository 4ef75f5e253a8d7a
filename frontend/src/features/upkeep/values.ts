/** How the values of an entry's particulars are said, where they are codes: by the particular that they stand behind. */

type Said = Readonly<Record<string, readonly [zh: string, en: string]>>

const ROLES: Said = {
  admin: ['管理员', 'administrator'], ops: ['运营经理', 'operations'], hr: ['人力', 'HR'], lead: ['班组长', 'team lead'], analyst: ['质检', 'quality analyst'],
  trainer: ['培训师', 'trainer'], assessor: ['外部评审', 'assessor'], agent: ['坐席', 'agent'],
}
const LANGUAGES: Said = { zh: ['中文', 'Chinese'], en: ['英文', 'English'], both: ['中英双语', 'both'] }

export const VALUES: Readonly<Record<string, Said>> = {
  cause: { performance: ['绩效', 'performance'], recertification: ['复评', 'recertification'], onboarding: ['上岗', 'onboarding'], return: ['返岗', 'return'], other: ['其他', 'other'] },
  code: {
    data_outage: ['数据中断', 'data outage'], shared_task: ['承担公共任务', 'shared task'], system_fault: ['系统故障', 'system fault'], rules_breach: ['违反规则', 'breach of the rules'],
    appeal_upheld: ['申诉成立', 'appeal upheld'], other: ['其他', 'other'],
  },
  combine: { sum: ['求和', 'sum'], mean: ['平均', 'mean'], min: ['最小', 'least'], max: ['最大', 'most'], last: ['最后一个', 'last'] },
  good: { higher: ['越高越好', 'higher'], lower: ['越低越好', 'lower'], band: ['在区间内', 'within a band'] },
  kind: {
    award: ['徽章', 'badge'], place: ['竞赛名次', 'contest place'], honor: ['集体荣誉', 'team honor'], exam: ['考试合格', 'exam passed'], course: ['培训结业', 'course completed'], external: ['特别表彰', 'special honor'],
    call: ['通话', 'call'], test_call: ['拨测', 'test call'], model: ['示范', 'model'], lesson: ['借鉴', 'lesson'],
    homework: ['作业', 'homework'], hands_on: ['实操', 'hands-on'], exercise: ['练习', 'exercise'], role_play: ['情景演练', 'role play'], sharing: ['分享', 'sharing'],
    hold_back: ['暂停晋级', 'hold back'], downgrade: ['降级', 'downgrade'], exit: ['退出岗位', 'exit'], withdraw_certification: ['收回认证', 'withdraw the certification'],
    redeem: ['兑换', 'redeem'], earn: ['获得', 'earn'], weekly: ['每周', 'weekly'], monthly: ['每月', 'monthly'], daily: ['每天', 'daily'], hours: ['按小时', 'hours'],
  },
  language: LANGUAGES,
  level: { trainee: ['见习', 'trainee'], junior: ['初级', 'junior'], intermediate: ['中级', 'intermediate'], senior: ['高级', 'senior'], expert: ['专家', 'expert'], management: ['管理', 'management'] },
  locale: LANGUAGES,
  outcome: {
    upheld: ['成立', 'upheld'], dismissed: ['不成立', 'dismissed'], withdrawn: ['已撤回', 'withdrawn'], founded: ['成立', 'founded'], unfounded: ['不成立', 'unfounded'],
    running: ['进行中', 'running'], recovered: ['已恢复', 'recovered'], not_enough: ['效果不足', 'not enough'], open: ['未处理', 'open'], kept: ['维持', 'kept'], changed: ['已改', 'changed'],
    confirmed: ['已确认', 'confirmed'], sent_back: ['已退回', 'sent back'],
  },
  post: { member: ['组员', 'member'], deputy: ['副班组长', 'deputy lead'], lead: ['班组长', 'lead'] },
  reason: {
    too_few_participants: ['剩下的参赛方不足两个', 'fewer than two were left'], series_changed: ['系列赛改了安排', 'its series was planned anew'], series_paused: ['系列赛暂停', 'its series pauses'],
    series_stopped: ['系列赛已停止', 'its series was stopped'], season_cancelled: ['赛季已取消', 'its season was called off'],
  },
  result: { pass: ['通过', 'pass'], hold: ['暂缓', 'hold'], exit: ['终止', 'exit'] },
  role: ROLES,
  roster: { kept: ['保留', 'kept'], restored: ['已恢复', 'restored'] },
  stage: { study: ['业务学习', 'study'], shadowing: ['线上带教', 'shadowing'], reverse_shadowing: ['实操反带教', 'reverse shadowing'], test_calls: ['通关拨测', 'test calls'] },
  subject: { agent: ['个人', 'person'], team: ['班组', 'team'] },
  tier: { agent: ['坐席', 'agent'], lead: ['班组长', 'lead'], centre: ['中心', 'centre'] },
  to: {
    draft: ['草稿', 'draft'], open: ['提名与推荐', 'nominations'], calibrating: ['校准', 'calibration'], deciding: ['决定', 'decisions'], noticed: ['已通知', 'notice given'], closed: ['已结束', 'closed'],
    cancelled: ['已取消', 'cancelled'],
  },
}
