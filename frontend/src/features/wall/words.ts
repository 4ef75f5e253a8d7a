import type { Words } from '../../i18n'

export const wallWords: Words = {
  zh: {
    wall: {
      left: '剩余时间', startsIn: '距开始', over: '已结束',
      live: '实时', stale: '连接中断', waiting: '正在连接', scheduled: '即将开始', frozen: '封榜', provisional: '暂定', final: '最终结果', cancelled: '已取消',
      fresh: '数据更新于 {age}前', picture: '画面停在 {at}，已过 {age}', late: '迟到的数据仍会计入', signed: '结果已确认', curtain: '揭晓前名次不再更新', reconnect: '网络恢复后自动更新',
      takingPart: '同场竞技', everybody: '参赛阵容', newLeader: '新的领先者', nobody: '还没有名次', nobodyHint: '第一批数据到达后，名次就会出现在这里。',
      quiet: '眼下没有要展示的内容', quietHint: '一有新的内容，画面会自动出现。',
      noContest: '现在没有进行中的竞赛', noContestHint: '班组长在“发起竞赛”里选一个模板，几十秒后这里就会亮起来。',
      page: '第 {page} 页，共 {pages} 页', turn: '画面 {place} / {count}', since: '已等待 {age}', connecting: '正在接通榜单，画面会自动出现',
      earned: '刚刚获得徽章', together: '{name}和另外 {n} 人', teamsTogether: '{name}和另外 {n} 个班组', tier: { bronze: '铜', silver: '银', gold: '金', diamond: '钻石' }, ours: '我们班组', firstSoFar: '暂列第一', champion: '冠军', sharedLead: '并列领先', frozenAt: '名次停在 {at}', revealBy: '最迟揭榜', race: '名次走势', now: '现在', notice: '公告',
    },
    stage: {
      page: '阶梯第 {page} 段，共 {pages} 段',
      title: '揭榜时刻', soon: '即将揭榜', soonHint: '{n} 个名次，从后往前逐一揭晓', noneHint: '完整榜单马上公布', place: '第 {n} 名', shared: '并列第 {n} 名',
      winner: '暂定冠军', winners: '并列冠军（暂定）', provisional: '迟到的数据仍会计入，结果稍后确认', hidden: '待揭晓',
    },
    pairing: {
      title: '把这块屏幕接入 Echelon', step1: '用手机扫码，或在电脑上打开', step2: '登录后输入这组配对码', step3: '为屏幕起个名字，确认即可',
      code: '配对码', fresh: '{age}后自动换一组新码', unreachable: '暂时连不上服务器，正在自动重试', role: '班组长、运营或管理员可以确认',
    },
  },
  en: {
    wall: {
      left: 'Time left', startsIn: 'Starts in', over: 'Over',
      live: 'Live', stale: 'No connection', waiting: 'Connecting', scheduled: 'Starting soon', frozen: 'Frozen', provisional: 'Provisional', final: 'Final', cancelled: 'Cancelled',
      fresh: 'latest data {age} ago', picture: 'picture of {at}, {age} old', late: 'late figures still count', signed: 'result is signed', curtain: 'places rest until the reveal', reconnect: 'updates by itself when the network is back',
      takingPart: 'Also taking part', everybody: 'Taking part', newLeader: 'New leader', nobody: 'Nobody is ranked yet', nobodyHint: 'Places appear here as soon as the first figures arrive.',
      quiet: 'Nothing to show right now', quietHint: 'As soon as there is, it appears here by itself.',
      noContest: 'No contest is running right now', noContestHint: 'A team lead picks a template under “Start a contest”, and this screen lights up within seconds.',
      page: 'page {page} of {pages}', turn: '{place} of {count}', since: 'waiting for {age}', connecting: 'Getting the board; it will appear by itself',
      earned: 'Badge earned', together: '{name} and {n} more', teamsTogether: '{name} and {n} more teams', tier: { bronze: 'bronze', silver: 'silver', gold: 'gold', diamond: 'diamond' }, ours: 'our team', firstSoFar: 'first', champion: 'winner', sharedLead: 'level', frozenAt: 'as of {at}, until the reveal', revealBy: 'Reveal at the latest', race: 'Places over time', now: 'now', notice: 'Announcement',
    },
    stage: {
      page: 'ladder: part {page} of {pages}',
      title: 'The reveal', soon: 'About to be revealed', soonHint: '{n} places, one after the other, the first one last', noneHint: 'The whole board is next', place: '{n} place', shared: 'Shared {n} place',
      winner: 'Provisional winner', winners: 'Provisional winners', provisional: 'Late figures still count; the result is signed later', hidden: 'still hidden',
    },
    pairing: {
      title: 'Connect this screen to Echelon', step1: 'Scan with a phone, or open on a computer', step2: 'Sign in and enter this code', step3: 'Name the screen and confirm',
      code: 'Pairing code', fresh: 'a new code comes in {age}', unreachable: 'The service cannot be reached; trying again by itself', role: 'Team leads, operations and administrators can confirm',
    },
  },
}
