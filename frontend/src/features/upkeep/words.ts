import type { Words } from '../../i18n'
import { DEEDS } from './deeds'

export const upkeepWords: Words = {
  zh: {
    upkeep: {
      title: '运行状况', lead: '数据从哪里来、系统是否健康。每 30 秒自动更新。', refreshed: '{at} 更新', state: { ok: '一切正常', degraded: '能用，其他进程的榜单可能慢一点', failed: '需要处理' },
      part: { database: '数据库', redis: '消息通道', scorer: '计分' }, parts: { ok: '正常', failed: '故障', away: '暂时断开，自动重连中', leading: '正常', standing_by: '待命，另一进程在计分', off: '未启用' },
      version: '版本', size: '数据库大小', free: '磁盘剩余', waiting: '待处理消息', waitingHint: '最早 {n} 秒前', people: '在职人员', teams: '班组', facts: '业务数据（约）', displays: '已配对大屏',
      connections: '数据来源', connectionsHint: '最近 24 小时内各来源送来的数据。静默的来源和没人处理的数据会标出来。', source: '来源', received: '24 小时内', last: '最近一次', quiet: '24 小时内没有数据', refused: '待处理', look: '去处理', none: '还没有任何数据来源', noneHint: '在“账号与令牌”里为话务平台建一个令牌，或从文件导入。',
      audit: '操作记录', auditLead: '谁在什么时候动了什么。只能增加，不能修改或删除。', when: '时间', who: '谁', what: '做了什么', on: '对象', details: '细节', kind: { token: '令牌', display: '大屏' }, system: '系统', filterAction: '事项', everyAction: '所有事项', filterSubject: '对象编号', subjectHint: '例如 agent/CD003 或 contest/12', nothing: '没有符合条件的记录', nothingHint: '去掉筛选再看。', page: '第 {from}–{to} 条，共 {n} 条', before: '较新', after: '较早', show: '查看', clear: '清除筛选',
      ...DEEDS.zh,
    },
  },
  en: {
    upkeep: {
      title: 'Upkeep', lead: 'Where the figures come from and whether the service is well. Looks again every 30 seconds.', refreshed: 'as of {at}', state: { ok: 'All is well', degraded: 'Working; boards of other processes may lag', failed: 'Needs looking after' },
      part: { database: 'Database', redis: 'Messages', scorer: 'Scoring' }, parts: { ok: 'well', failed: 'failed', away: 'away, reconnecting by itself', leading: 'well', standing_by: 'standing by, another process scores', off: 'off' },
      version: 'Version', size: 'Database', free: 'Disk left', waiting: 'Messages waiting', waitingHint: 'the oldest for {n} s', people: 'People', teams: 'Teams', facts: 'Facts, about', displays: 'Paired displays',
      connections: 'Connections', connectionsHint: 'What each source sent within the last 24 hours. Quiet sources, and facts that nobody has looked after, are marked.', source: 'Source', received: 'In 24 hours', last: 'Latest', quiet: 'nothing for 24 hours', refused: 'Waiting', look: 'Look after', none: 'No source has sent anything', noneHint: 'Make a token for the phone system under Access, or import a file.',
      audit: 'Audit', auditLead: 'Who touched what, and when. It only grows; nothing is changed or taken out.', when: 'When', who: 'Who', what: 'What', on: 'Of', details: 'Details', kind: { token: 'token', display: 'display' }, system: 'the system', filterAction: 'About', everyAction: 'Everything', filterSubject: 'Code of the thing', subjectHint: 'such as agent/CD003 or contest/12', nothing: 'Nothing of that kind', nothingHint: 'Take the filter away.', page: '{from}–{to} of {n}', before: 'Newer', after: 'Older', show: 'Look', clear: 'Clear',
      ...DEEDS.en,
    },
  },
}
