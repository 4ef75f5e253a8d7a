import type { Words } from '../../i18n'

export const honorsWords: Words = {
  zh: {
    honors: {
      title: '荣誉墙', lead: '班组一起赢来的，挂在这里。', hall: '名人堂', titles: '外部称号', rules: '荣誉规则', ending: '以下称号快到期了，请准备续评材料：', endsLine: '{title}，{day}到期',
      kind: { red_banner: '流动红旗', team_of_the_month: '金牌班组', season_champion: '赛季冠军', zero_complaint_team: '零投诉班组', most_improved_team: '最佳进步班组' },
      provisional: '待确认', held: '自 {day} 起连续持旗 {n} 周', heldOne: '自 {day} 起持旗', noBanner: '红旗还没有主人', noBannerHint: '第一场班组周赛有结果后，红旗就会升起。', weeks: '{n} 周', bannerHistory: '红旗的来龙去脉',
      fromOutside: '来自外部的称号', noTitles: '还没有称号', noTitlesHint: '上传证明后，称号才会挂上墙。', centre: '全中心', proof: '查看证明',
      level: { national: '国家级', province: '省级', city: '市级', district: '区县级', industry: '行业', company: '公司' },
      state: { unproven: '缺少证明，暂不展示', to_come: '尚未生效', valid: '有效', ends_soon: '即将到期', expired: '已到期' },
      bannerOf: '{site}的流动红旗', bannerLead: '每一周归谁、为什么，都记在这里。结果更正后，日期和原因一并写明。', holders: '持旗榜', more: '显示全部', year: '年份', allYears: '全部', weekByWeek: '逐周记录', week: '起始日', holder: '持旗班组', why: '原因', correctedOn: '{day}更正：{why}', toContest: '查看结果',
      hallLead: '拿过金牌与钻石徽章的同事，和留下名字的班组。选择不公开的同事不会出现。', site: '职场', allSites: '全部职场', people: '人物', noPeople: '虚位以待', noPeopleHint: '第一枚金级徽章会点亮这里。', teams: '班组', noTeams: '还没有班组留名', noTeamsHint: '第一面红旗、第一个冠军，都会记在这里。',
      titlesLead: '青年文明号这样的称号由人力与运营保管：谁授予、哪一级、到什么时候，以及证明。', newTitle: '登记称号', edit: '修改', editTitle: '修改称号', sendProof: '上传证明', otherProof: '更换证明', archive: '撤下', archiveYes: '确认撤下',
      nameZh: '中文名称', nameEn: '英文名称', issuerZh: '授予单位（中文）', issuerEn: '授予单位（英文）', levelOf: '级别', whose: '属于', of: { centre: '全中心', team: '班组', agent: '个人' }, teamCode: '班组代码', agentCode: '工号', issued: '授予日期', expires: '到期日期', expiresHint: '长期有效的留空。到期前 60 天开始提醒。', proofHint: '保存后再上传证明：PDF、PNG 或 JPEG，不超过 5 MB。', titleWrong: '请填好两种语言的名称、授予单位、授予日期，以及属于谁。',
      rulesLead: '每项荣誉由哪个系列赛或赛季产生。改动从今天起算，过去的荣誉不受影响。', asPlayed: '默认：{title}', asPlayedNone: '默认：目前没有合适的竞赛', notGiven: '不设此荣誉', asks: '评选条件', leastRanked: '至少几个班组有名次', leastContacts: '至少通话量', leastDays: '至少工作人日', atLeast: '至少进步', leastCompared: '至少几个班组可比', saved: '已保存，从今天起生效。',
      before: '补录从前的荣誉', beforeHint: '系统里有结果的周和月由结果说话，不能补录。', which: '荣誉', whichOne: { week: '哪一周', month: '哪一月', quarter: '哪一季度' }, words: '备注', enter: '补录', beforeWrong: '请选好时间并填写班组代码。', takeBack: '撤回', takeBackSure: '确定撤回？由它带来的也一并收回', showAll: '全部 {n} 条',
    },
  },
  en: {
    honors: {
      title: 'Wall of honors', lead: 'What teams have won together hangs here.', hall: 'Hall of fame', titles: 'Titles', rules: 'How honors are given', ending: 'These titles end soon; time to prepare their renewal:', endsLine: '{title}, until {day}',
      kind: { red_banner: 'Rotating red banner', team_of_the_month: 'Team of the month', season_champion: 'Season champion', zero_complaint_team: 'Zero-complaint team', most_improved_team: 'Most improved team' },
      provisional: 'provisional', held: 'Held for {n} weeks, since {day}', heldOne: 'Held since {day}', noBanner: 'Nobody has the banner yet', noBannerHint: 'It goes up with the first result of a weekly race among teams.', weeks: '{n} wk', bannerHistory: 'Where the banner has been',
      fromOutside: 'Titles from outside', noTitles: 'No titles yet', noTitlesHint: 'A title goes up once its proof is there.', centre: 'The whole centre', proof: 'See the proof',
      level: { national: 'National', province: 'Provincial', city: 'Municipal', district: 'District', industry: 'Industry', company: 'Company' },
      state: { unproven: 'No proof yet, so not shown', to_come: 'Not yet in force', valid: 'In force', ends_soon: 'Ends soon', expired: 'Expired' },
      bannerOf: 'The red banner of {site}', bannerLead: 'Whose it was each week, and why. Where a result was corrected, the day and the reason are told.', holders: 'Weeks held', more: 'Show all', year: 'Year', allYears: 'All', weekByWeek: 'Week by week', week: 'Week from', holder: 'Team', why: 'Why', correctedOn: 'Corrected on {day}: {why}', toContest: 'Result',
      hallLead: 'Colleagues with gold and diamond badges, and teams that left their mark. Whoever keeps badges to themselves is not among them.', site: 'Site', allSites: 'All sites', people: 'People', noPeople: 'A place is waiting', noPeopleHint: 'The first gold badge will light up this page.', teams: 'Teams', noTeams: 'No team has left its mark yet', noTeamsHint: 'The first banner, the first champion: they will stand here.',
      titlesLead: 'HR and operations keep what others awarded: who gave it, at which level, until when, and the proof.', newTitle: 'Enter a title', edit: 'Change', editTitle: 'Change a title', sendProof: 'Send the proof', otherProof: 'Replace the proof', archive: 'Take down', archiveYes: 'Yes, take it down',
      nameZh: 'Name in Chinese', nameEn: 'Name in English', issuerZh: 'Awarded by, in Chinese', issuerEn: 'Awarded by, in English', levelOf: 'Level', whose: 'Belongs to', of: { centre: 'The whole centre', team: 'A team', agent: 'A person' }, teamCode: 'Team code', agentCode: 'Agent code', issued: 'Awarded on', expires: 'Ends on', expiresHint: 'Empty if it never ends. A reminder comes 60 days before.', proofHint: 'The proof is sent once it is saved: PDF, PNG or JPEG, at most 5 MB.', titleWrong: 'Name and giver in both languages, the day, and whose it is are needed.',
      rulesLead: 'Which series or season each honor follows from. A change counts from today; what was given stands.', asPlayed: 'By itself: {title}', asPlayedNone: 'By itself: nothing fits yet', notGiven: 'Not given here', asks: 'What each asks', leastRanked: 'teams ranked, at least', leastContacts: 'contacts, at least', leastDays: 'days of work, at least', atLeast: 'better by, at least', leastCompared: 'teams to compare, at least', saved: 'Saved; it counts from today.',
      before: 'Honors of before', beforeHint: 'Where there is a result, the result speaks and nothing is entered by hand.', which: 'Honor', whichOne: { week: 'Week', month: 'Month', quarter: 'Quarter' }, words: 'Note', enter: 'Enter', beforeWrong: 'Choose when, and give the team code.', takeBack: 'Take back', takeBackSure: 'Sure? What came of it goes too', showAll: 'All {n}',
    },
  },
}
