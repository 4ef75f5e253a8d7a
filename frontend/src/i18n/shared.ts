/** Words that several features say. */

import type { Words } from './index'

export const sharedWords: Words = {
  zh: {
    moveUp: '把“{name}”往前移', moveDown: '把“{name}”往后移', close: '关闭', save: '保存', cancel: '取消', loadMore: '再显示一些', again: '重试', search: '搜索', all: '全部', yes: '是', no: '否',
    site: '职场', team: '班组', agent: '坐席', name: '名称', code: '编号', optional: '选填', colon: '：', aside: '（{more}）',
    printed: '{at} 由 {name} 打印', ownClock: '按这台电脑的时间（{zone}）',
    undo: { back: '撤销', undone: '已恢复原样。' },
    trouble: { unreachable: '暂时连不上服务器，请检查网络后再试。您填的内容都还在。', ours: '系统出了点问题，我们已记录，请稍后再试。', fill: '请填写这一项。' },
    board: {
      rank: '名次', up: '上升 {n} 位', down: '下降 {n} 位', level: '名次未变', score: '得分', gap: '距第一', moved: '今日变化', tied: '并列',
      leader: '领先', even: '同分', unranked: '暂未排名',
    },
    career: { more: '此人的其他页面' },
    trains: '锻炼：{skill}',
    phase: { draft: '草稿', scheduled: '未开始', running: '进行中', frozen: '封榜中', provisional: '暂定结果', final: '最终结果', cancelled: '已取消' },
    reason: {
      below_min_fte: '在岗人数还不够参与排名', no_data: '还有指标没有数据', condition: '还差一点就能参与排名', too_few_members: '参评成员还不够', no_past: '之前的数据还不到三周，暂时没法比进步', other: '还差一点就能参与排名',
    },
    method: { points: '积分制', attainment: '达成率', improvement: '比进步', formula: '公式' },
    teamRule: { per_head: '按人均', total: '按总量', per_scheduled_hour: '按排班小时', members_mean: '成员平均', best: '最佳 {n} 人平均' },
  },
  en: {
    moveUp: 'Move “{name}” up', moveDown: 'Move “{name}” down', close: 'Close', save: 'Save', cancel: 'Cancel', loadMore: 'Show more', again: 'Try again', search: 'Search', all: 'All', yes: 'Yes', no: 'No',
    site: 'Site', team: 'Team', agent: 'Agent', name: 'Name', code: 'Code', optional: 'optional', colon: ': ', aside: ' ({more})',
    printed: 'printed {at} by {name}', ownClock: 'by this computer’s clock ({zone})',
    undo: { back: 'Undo', undone: 'Back as it was.' },
    trouble: { unreachable: 'The service cannot be reached right now. Check the network and try again; what you typed is still here.', ours: 'Something broke on our side and has been noted. Please try again in a moment.', fill: 'Please fill this in.' },
    board: {
      rank: 'Rank', up: 'up {n}', down: 'down {n}', level: 'same place', score: 'Score', gap: 'Behind', moved: 'Today', tied: 'shared',
      leader: 'leads', even: 'level', unranked: 'Not ranked yet',
    },
    career: { more: 'More about this person' },
    trains: 'Trains: {skill}',
    phase: { draft: 'Draft', scheduled: 'Upcoming', running: 'Running', frozen: 'Frozen', provisional: 'Provisional', final: 'Final', cancelled: 'Cancelled' },
    reason: {
      below_min_fte: 'a few more people on duty needed', no_data: 'one figure still has no data', condition: 'a little short of ranking', too_few_members: 'a few more members needed', no_past: 'not yet three weeks of figures to compare with', other: 'a little short of ranking',
    },
    method: { points: 'Points', attainment: 'Attainment', improvement: 'Improvement', formula: 'Formula' },
    teamRule: { per_head: 'per head', total: 'totals', per_scheduled_hour: 'per scheduled hour', members_mean: 'mean of the members', best: 'mean of the best {n}' },
  },
}
