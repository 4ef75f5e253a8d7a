import type { Words } from '../../i18n'
import { DEEDS } from './deeds'

export const upkeepWords: Words = {
  zh: {
    upkeep: {
      title: '运行状况', lead: '数据从哪里来、系统是否健康。每 30 秒自动更新。', refreshed: '{at} 更新', state: { ok: '一切正常', degraded: '能用，其他进程的榜单可能慢一点', failed: '需要处理' },
      part: { database: '数据库', redis: '消息通道', scorer: '计分' }, parts: { ok: '正常', failed: '故障', away: '暂时断开，自动重连中', leading: '正常', standing_by: '待命，另一进程在计分', off: '未启用' },
      version: '版本', size: '数据库大小', free: '磁盘剩余', waiting: '待处理消息', waitingHint: '最早的已等 {time}', people: '在职人员', teams: '班组', facts: '业务数据（约）', displays: '已配对大屏',
      connections: '数据来源', connectionsHint: '最近 24 小时内各来源送来的数据。静默的来源和没人处理的数据会标出来。', source: '来源', received: '24 小时内', last: '最近一次', quiet: '24 小时内没有数据', refused: '待处理', look: '去处理', none: '还没有任何数据来源', noneHint: '在“账号与令牌”里为话务平台建一个令牌，或从文件导入。',
      audit: '操作记录', auditLead: '谁在什么时候动了什么。只能增加，不能修改或删除。', when: '时间', who: '谁', what: '做了什么', on: '对象', details: '细节', kind: { token: '令牌', display: '大屏' }, system: '系统', filterAction: '事项', everyAction: '所有事项', filterSubject: '对象编号', subjectHint: '例如 agent/CD003 或 contest/12', nothing: '没有符合条件的记录', nothingHint: '去掉筛选再看。', page: '第 {from}–{to} 条，共 {n} 条', before: '较新', after: '较早', show: '查看', clear: '清除筛选',
      retention: '保存期限', retentionLead: '个人数据保存多久由中心决定。到期自动删除，每次删除都留有操作记录；新规则一天后才开始删除。', always: '一直保存', months: '{n} 个月', year: '1 年', years: '{n} 年', would: '保存后将删除 {n} 条，最早的是 {day}。', wouldNone: '目前没有超过这个期限的数据。', graceHint: '一天之后才开始删除，在那之前可以改回来；删除以后不能恢复。', lifted: '以后不再自动删除。', retentionSaved: '已保存。', deletesFrom: '{at} 起自动删除；目前到期 {n} 条。', held: '目前有 {n} 条，最早的是 {day}。', heldNone: '目前没有这类数据。',
      kept: { left_people: { what: '离职人员的个人资料', how: '从离职那天算起。到期后姓名、工号、学历、账号和本人写下的文字全部清除，与在人员页手动清除一样；业务数据和成绩保留，但不再知道是谁。' }, refused_facts: { what: '已处理的被拒数据', how: '从处理完那天算起。清空内容，只留“已处理”的标记：不再需要的数据重新送来时仍不会收取。' }, private_talks: { what: '私下谈话的记录', how: '从谈话那天算起。写的人和本人都不再能看到。' } },
      fixed: '不由这里决定的', fixedOf: { figures: { what: '业务数据、竞赛结果、积分、成长记录', how: '一直保存：名次、徽章和晋升都由它们得出，随时可以重算和核对。' }, audit: { what: '操作记录', how: '一直保存，不能修改或删除；只记谁做了什么，不记个人资料。' }, sessions: { what: '登录状态', how: '12 小时不用即失效，最长 30 天。' }, reviews: { what: '查无实据的核查', how: '结案 30 天后删除。' }, offers: { what: '主动提供的帮助', how: '到期即删，不留痕迹。' }, notices: { what: '大屏公告', how: '结束 30 天后删除。' } },
      ...DEEDS.zh,
    },
  },
  en: {
    upkeep: {
      title: 'Upkeep', lead: 'Where the figures come from and whether the service is well. Looks again every 30 seconds.', refreshed: 'as of {at}', state: { ok: 'All is well', degraded: 'Working; boards of other processes may lag', failed: 'Needs looking after' },
      part: { database: 'Database', redis: 'Messages', scorer: 'Scoring' }, parts: { ok: 'well', failed: 'failed', away: 'away, reconnecting by itself', leading: 'well', standing_by: 'standing by, another process scores', off: 'off' },
      version: 'Version', size: 'Database', free: 'Disk left', waiting: 'Messages waiting', waitingHint: 'the oldest for {time}', people: 'People', teams: 'Teams', facts: 'Facts, about', displays: 'Paired displays',
      connections: 'Connections', connectionsHint: 'What each source sent within the last 24 hours. Quiet sources, and facts that nobody has looked after, are marked.', source: 'Source', received: 'In 24 hours', last: 'Latest', quiet: 'nothing for 24 hours', refused: 'Waiting', look: 'Look after', none: 'No source has sent anything', noneHint: 'Make a token for the phone system under Access, or import a file.',
      audit: 'Audit', auditLead: 'Who touched what, and when. It only grows; nothing is changed or taken out.', when: 'When', who: 'Who', what: 'What', on: 'Of', details: 'Details', kind: { token: 'token', display: 'display' }, system: 'the system', filterAction: 'About', everyAction: 'Everything', filterSubject: 'Code of the thing', subjectHint: 'such as agent/CD003 or contest/12', nothing: 'Nothing of that kind', nothingHint: 'Take the filter away.', page: '{from}–{to} of {n}', before: 'Newer', after: 'Older', show: 'Look', clear: 'Clear',
      retention: 'Retention', retentionLead: 'How long personal data is kept is for the centre to say. What is due is deleted by itself, every time with an entry in the audit; a new rule begins to delete a day later.', always: 'Always', months: '{n} months', year: '1 year', years: '{n} years', would: 'Would delete {n}, the oldest of {day}.', wouldNone: 'Nothing is older than that at present.', graceHint: 'It begins a day later and can be taken back until then. What is deleted does not come back.', lifted: 'Nothing will be deleted by itself any more.', retentionSaved: 'Saved.', deletesFrom: 'Deletes from {at} on; due now: {n}.', held: '{n} at present, the oldest of {day}.', heldNone: 'None at present.',
      kept: { left_people: { what: 'People who left', how: 'From the day they left. Name, staff number, education, account and what the person wrote are erased, as by hand on the person’s page; figures and results stay, but nobody knows whose they were.' }, refused_facts: { what: 'Refused facts that were looked after', how: 'From the day that was done. What they said is blanked; that they were settled is remembered, so that what was not needed is still not taken when it is sent again.' }, private_talks: { what: 'Notes of private talks', how: 'From the day of the talk. Neither who wrote them nor the person can read them any more.' } },
      fixed: 'Not decided here', fixedOf: { figures: { what: 'Facts, results, points, records', how: 'Always: places, badges and promotions follow from them, and can be worked out and checked again.' }, audit: { what: 'The audit trail', how: 'Always; nothing in it is changed or deleted. It says who did what and holds no personal details.' }, sessions: { what: 'Sessions', how: 'End after 12 hours without use, and after 30 days at the latest.' }, reviews: { what: 'Reviews that found nothing', how: 'Deleted 30 days after they were closed.' }, offers: { what: 'Offers of help', how: 'Deleted without a trace when they run out.' }, notices: { what: 'Wall announcements', how: 'Deleted 30 days after they ended.' } },
      ...DEEDS.en,
    },
  },
}
