import type { Words } from '../../i18n'

export const badgesWords: Words = {
  zh: {
    badges: {
      title: '徽章', lead: '每一枚都写明怎样得到。没有一枚靠牺牲质量、带病上班或加班得来。', mine: '我的徽章', make: '新建徽章', edit: '编辑', all: '全部徽章',
      family: { beginnings: '起步', quality: '服务质量', growth: '成长', reliable: '可靠', together: '并肩' },
      familyHint: { beginnings: '每个人都从这里出发。', quality: '客户和质检都说好。', growth: '会得更多，也教给别人。', reliable: '说到做到，日积月累。', together: '一个人走得快，一群人走得远。' },
      tier: { plain: '徽章', bronze: '铜', silver: '银', gold: '金', diamond: '钻石' },
      art: '{name} · {tier}', takes: '怎样得到', why: '为什么钻不了空子', tiers: '等级', holders: '{n} 人持有', holdersTeam: '{n} 个班组持有', none: '还没有人得到', archived: '已停发', forTeam: '班组徽章',
      noBadges: '还没有徽章', noBadgesHint: '运营或人力可以新建第一枚。',
      export: '导出 PNG', exported: '已保存图片。', who: '谁得到过', shelfOf: '{name}的徽章', shelfEmpty: '没有可以看到的徽章', shelfEmptyHint: '还没有得到，或者选择了只给自己看。', whoNone: '还没有可以展示的得主', whoNoneHint: '第一枚等着您。选择不公开的同事不会出现在这里。', versions: '版本', version: '第 {n} 版', since: '{day} 起', until: '到 {day} 止', current: '现行', coming: '将生效', past: '已过去', 
      give: '授予一位同事', giveHint: '写下对方做了什么。理由会和徽章一起留存，对方看得到。', reason: '理由', given: '已授予 {code}。', giveGo: '授予', giveNeed: '请选人，并写下至少五个字的理由。',
      my: {
        lead: '您得到的，和离下一枚还差多少。', shelf: '我的陈列架', shelfNone: '第一枚徽章在路上', shelfNoneHint: '看看下面哪一枚离您最近。', next: '离下一枚', open: '还有 {n} 枚可以开始', nextNone: '现在没有正在积累的徽章。', so: '{value} / {threshold}', fresh: '新获得', freshOne: '您获得了“{name}”', freshMany: '您获得了 {n} 枚新徽章', withdrawn: '已撤回', on: '{day} 获得',
        shown: '谁能看到我的徽章', everybody: '所有同事', everybodyHint: '也会出现在大屏和得主名单上。', team: '只有本班组', teamHint: '班组长和组员看得到。', nobody: '只有我', nobodyHint: '直属班组长、人力和运营仍看得到，别人都看不到。', saved: '已保存。', noFile: '您的账号没有对应的人员档案', noFileHint: '徽章属于坐席。请管理员在“账号与令牌”里关联您的档案。',
        evidence: '凭什么得到', evidenceNone: '没有留下更多记录。', toBadge: '这枚徽章的规则', feed: '班组里的新徽章', feedLine: '{name}：{badge}', 
      },
      form: {
        of: '授予对象', title: '编辑徽章', fresh: '新建徽章', lead: '改动另存为新版本，从生效日起算；已经得到的不变。', code: '代码', codeHint: '小写字母、数字和下划线，建好后不再变。', zh: '中文名称', en: '英文名称', praiseZh: '中文寄语', praiseEn: '英文寄语', symbol: '图案', kind: '规则', steps: '等级与门槛', addStep: '加一级', remove: '去掉', tier: '等级', at: '门槛', limited: '限制次数', times: '最多几次', per: '每', live: '条件一到马上颁发（不等数据定稿）', effective: '生效日期', ends: '停发日期', endsHint: '留空则一直颁发。停发后已得到的保留。', archive: '停发', archiveSure: '从明天起不再颁发，已得到的保留。', archiveYes: '确定停发',
        preview: '今天谁会得到', previewGo: '试算', previewHint: '按现有数据试算，不会真的颁发。', previewNone: '按这些规则，今天还没有人得到。', previewSome: '{total} / {subjects} 会得到', previewSince: '自 {day}', faults: '还有 {n} 处要改', save: '保存新版本', 
        addCondition: '加一条', metric: '指标', sampleHint: '最少样本：通数、评分数或回复数。不够时先不算，不算失败。', sample: '最少样本', perDay: '按人日', atLeast: '不低于', atMost: '不高于', queues: '只看这些队列', list: '用逗号分开', any: '不限',
      },
      kind: { over: '指标达标', streak: '连续达标', milestone: '累计里程碑', improvement: '进步', record: '刷新纪录', place: '竞赛名次', participation: '参加竞赛', team_result: '团队荣誉', deeds: '贡献', training: '学习', tenure: '司龄', level: '职级', given: '人工授予' },
      field: { unit: '周期', of: '指标', also: '还要同时做到', guards: '前提（不能变差）', min_days: '最少出勤天数', direction: '方向', back: '和之前几个周期比', least_back: '其中至少几个有数据', gain: '进步的单位', scope: '跟谁比', least_before: '此前至少几个周期', again: '满一轮后可再得', metric: '指标', queues: '队列', within: '累计范围', periods: '竞赛种类', among: '名次属于', methods: '计分方式', least_ranked: '至少几个参与排名', from_behind: '半程时排在后半区', clean: '没有查实的违规（季末才知道）', honors: '荣誉', deed: '贡献的代码', what: '学什么', named: '指定的代码', at_least: '不低于多少分', levels: '职级（由低到高）', roles: '谁可以授予', per_month: '每人每月几次' },
      choice: { day: '天', shift: '班次', week: '周', month: '月', quarter: '季度', half_year: '半年', year: '年', ever: '一直', higher: '越高越好', lower: '越低越好', units: '数值', percent: '百分比', personal: '自己', centre: '全中心', hours: '短时赛', season: '赛季', any: '都算', team: '班组', agent: '个人', points: '积分制', attainment: '达成率', improvement: '比进步', formula: '公式', gate: '关口', exam: '考试', course: '课程', skill: '技能', red_banner: '流动红旗', team_of_the_month: '金牌班组', season_champion: '赛季冠军', zero_complaint_team: '零投诉班组', most_improved_team: '最佳进步班组', lead: '班组长', ops: '运营经理', hr: '人力', trainer: '培训师', analyst: '质检' },
    },
  },
  en: {
    badges: {
      title: 'Badges', lead: 'Each says what it takes. None is had by working worse, coming in ill or staying late.', mine: 'My badges', make: 'New badge', edit: 'Edit', all: 'All badges',
      family: { beginnings: 'Beginnings', quality: 'Quality', growth: 'Growth', reliable: 'Reliable', together: 'Together' },
      familyHint: { beginnings: 'Where everybody starts.', quality: 'When customers and reviewers agree.', growth: 'Knowing more, and passing it on.', reliable: 'Keeping one’s word, day after day.', together: 'Alone one is fast; together one gets far.' },
      tier: { plain: 'Badge', bronze: 'Bronze', silver: 'Silver', gold: 'Gold', diamond: 'Diamond' },
      art: '{name}, {tier}', takes: 'What it takes', why: 'Why nobody gets it by working worse', tiers: 'Tiers', holders: 'Held by {n}', holdersTeam: 'Teams holding it: {n}', none: 'Nobody has it yet', archived: 'No longer given', forTeam: 'For teams',
      noBadges: 'There are no badges yet', noBadgesHint: 'Operations or HR can make the first.',
      export: 'Save as PNG', exported: 'The picture is saved.', who: 'Who has it', shelfOf: 'Badges of {name}', shelfEmpty: 'No badges to be seen', shelfEmptyHint: 'There are none yet, or they are kept private.', whoNone: 'Nobody to show yet', whoNoneHint: 'The first one could be yours. Whoever keeps badges private is not listed here.', versions: 'Versions', version: 'Version {n}', since: 'from {day}', until: 'until {day}', current: 'In force', coming: 'To come', past: 'Past', 
      give: 'Give it to a colleague', giveHint: 'Say what they did. The reason stays with the badge, and they can read it.', reason: 'Reason', given: 'Given to {code}.', giveGo: 'Give the badge', giveNeed: 'Choose a person, and give a reason of at least five characters.',
      my: {
        lead: 'What you earned, and how far the next one is.', shelf: 'My shelf', shelfNone: 'The first badge is on its way', shelfNoneHint: 'See below which one is closest.', next: 'On the way', open: 'More to begin: {n}', nextNone: 'No badge is under way at present.', so: '{value} of {threshold}', fresh: 'New', freshOne: 'You earned “{name}”', freshMany: 'You earned {n} new badges', withdrawn: 'Withdrawn', on: 'earned {day}',
        shown: 'Who sees my badges', everybody: 'Everybody', everybodyHint: 'On walls and in lists of holders, too.', team: 'My team only', teamHint: 'Your lead and your team see them.', nobody: 'Only me', nobodyHint: 'Your own lead, HR and operations still see them; nobody else does.', saved: 'Saved.', noFile: 'Your account belongs to nobody on the roll', noFileHint: 'Badges belong to agents. An administrator can link your account under “Access”.',
        evidence: 'What it rests on', evidenceNone: 'Nothing more was recorded.', toBadge: 'How this badge is earned', feed: 'New in the team', feedLine: '{name}: {badge}', 
      },
      form: {
        of: 'Earned by', title: 'Edit badge', fresh: 'New badge', lead: 'A change becomes a new version, counted from its first day. What was earned stays.', code: 'Code', codeHint: 'Small letters, digits and underscores; it never changes.', zh: 'Name in Chinese', en: 'Name in English', praiseZh: 'Praise in Chinese', praiseEn: 'Praise in English', symbol: 'Symbol', kind: 'Rule', steps: 'Tiers and what they take', addStep: 'Add a tier', remove: 'Remove', tier: 'Tier', at: 'Takes', limited: 'Limit how often', times: 'At most', per: 'a', live: 'Award at once, without waiting for final figures', effective: 'In force from', ends: 'Given until', endsHint: 'Empty: without end. What was earned stays.', archive: 'Stop giving it', archiveSure: 'Not given any more from tomorrow; what was earned stays.', archiveYes: 'Stop it',
        preview: 'Who would have it today', previewGo: 'Try it', previewHint: 'Tried on the figures there are; nothing is given.', previewNone: 'Nobody would have it today under this rule.', previewSome: '{total} of {subjects} would have it', previewSince: 'since {day}', faults: 'Left to mend: {n}', save: 'Save as new version', 
        addCondition: 'Add a condition', metric: 'Metric', sampleHint: 'The least sample counts contacts, evaluations or answers. With fewer the badge waits; nothing is lost.', sample: 'Least sample', perDay: 'Per day worked', atLeast: 'At least', atMost: 'At most', queues: 'These queues only', list: 'Separated by commas', any: 'Any',
      },
      kind: { over: 'Metric over a period', streak: 'Streak', milestone: 'Milestone', improvement: 'Improvement', record: 'Record', place: 'Contest place', participation: 'Participation', team_result: 'Team result', deeds: 'Deeds', training: 'Training', tenure: 'Tenure', level: 'Level', given: 'Given by a person' },
      field: { unit: 'Period', of: 'Metric', also: 'At the same time', guards: 'What must not suffer', min_days: 'Least days worked', direction: 'Direction', back: 'Periods to compare with', least_back: 'Of which with data at least', gain: 'Better by', scope: 'Compared with', least_before: 'Least periods before', again: 'Begins again when full', metric: 'Metric', queues: 'Queues', within: 'Counted', periods: 'Kinds of contest', among: 'Whose place', methods: 'Scored by', least_ranked: 'Least number ranked', from_behind: 'From the lower half at half-time', clean: 'No gaming proven (known at the season’s end)', honors: 'Honors', deed: 'Code of the deed', what: 'What is learnt', named: 'These codes only', at_least: 'Least mark', levels: 'Levels, lowest first', roles: 'Who may give it', per_month: 'A giver’s number a month' },
      choice: { day: 'day', shift: 'shift', week: 'week', month: 'month', quarter: 'quarter', half_year: 'half-year', year: 'year', ever: 'ever', higher: 'higher is better', lower: 'lower is better', units: 'units', percent: 'per cent', personal: 'oneself', centre: 'the whole centre', hours: 'sprints', season: 'seasons', any: 'any', team: 'teams', agent: 'people', points: 'points', attainment: 'attainment', improvement: 'improvement', formula: 'formula', gate: 'gates', exam: 'exams', course: 'courses', skill: 'skills', red_banner: 'Rotating red banner', team_of_the_month: 'Team of the month', season_champion: 'Season champion', zero_complaint_team: 'Zero-complaint team', most_improved_team: 'Most improved team', lead: 'team lead', ops: 'operations', hr: 'HR', trainer: 'trainer', analyst: 'quality analyst' },
    },
  },
}
