import type { Words } from '../../i18n'

export const rewardsWords: Words = {
  zh: {
    points: {
      title: '我的积分', lead: '积分来自班组长和运营的认可，可以换休假、选班、培训名额和礼品。', noFile: '您的账号没有对应的人员档案', noFileHint: '有档案的同事才有积分账户。请管理员在“账号与令牌”里关联您的档案。',
      have: '可用积分', n: '{n} 分', held: '另有 {n} 分待审批', toGive: '发积分', toKeep: '积分管理', mine: '我的积分',
      catalogue: '可以兑换', none: '目录里还没有奖励', noneHint: '运营或人力上架后会显示在这里。', left: '剩 {n} 份', out: '已兑完', short: '还差 {n} 分', most: '每人每赛季最多 {n} 次', had: '本赛季已兑 {n} 次', full: '本赛季次数已满', want: '兑换', asks: '超过 {n} 分，需另一人审批',
      sure: '兑换“{name}”', pays: '用 {price} 分兑换，兑换后剩 {rest} 分。', wish: '想补充的话（可不填）', wishHint: '比如希望哪一天', day: '哪一天', from: '几点上班', to: '几点下班', rest: '前后两个班次都要隔满 11 小时；早于上班时间的下班时间算次日。时间按 {zone}。', needShift: '请填写日期和上下班时间。', confirm: '确定兑换', done: '已兑换“{name}”。', asked: '已提交“{name}”，等待审批。',
      requests: '我的兑换', withdraw: '撤回', withdrawSure: '确定撤回？再换须重新申请', shift: '{day} {from}–{to}', reason: '答复：{words}', by: '由 {name} 处理',
      entries: '积分明细', entriesNone: '还没有积分', entriesNoneHint: '收到积分后，每一笔都会列在这里。', after: '余 {n}', from_: '来自 {name}', won: '{what} · {name} 第 {n} 名',
      state: { asked: '待审批', granted: '待兑现', handed: '已兑现', refused: '未通过', withdrawn: '已撤回', reversed: '已冲销', given: '已发放' },
      kind: { leave: '调休假', shift_choice: '选班权', training_seat: '培训名额', gift: '礼品' },
      entry: { allot: '拨入预算', earn: '获得积分', prize: '竞赛奖励', redeem: '兑换', restock: '补货', reverse: '冲销', close: '赛季结账' },
    },
    giving: {
      title: '发积分', lead: '从预算里给做得好的同事发积分，写清楚为什么；对方马上看得到。', none: '您现在没有带班组', noneHint: '只有当前的班组长和副班组长能从班组预算发积分。',
      budget: '预算', left: '剩 {n} 分', held: '{n} 分待审批', month: '本月已发 {given} / {most} 分，同一人最多 {one} 分', who: '发给谁', choose: '请选择', amount: '多少分', above: '超过 {n} 分，需运营或人力审批', why: '为什么', whyHint: '至少 5 个字，对方看得到', send: '发出', sent: '已发给 {name}：{n} 分。', waits: '已提交给 {name} 的 {n} 分，等待审批。', need: '请选人、填写分数（大于 0 的整数）和理由（至少 5 个字）。',
      given: '最近发出', givenNone: '还没有发过', more: '全部 {n} 条', less: '收起',
    },
    keeping: {
      title: '积分管理', lead: '预算、目录、审批和总账。每一步都记入审计。', tab: { requests: '审批与兑现', items: '目录', budgets: '预算', ledger: '总账', season: '赛季与限额' },
      waiting: '等待审批', waitingNone: '没有待审批的申请', toHand: '等待兑现', toHandNone: '没有等待兑现的奖励', forWhom: '{name} 获得 {n} 分', wants: '{name} 兑换“{item}”', outOf: '从 {budget}', approve: '批准', refuse: '不批准', words: '答复（可不填）', hand: '已兑现', handHint: '礼品已交给本人、休假已登记或班次已排入后点这里。',
      add: '新增奖励', edit: '修改', code: '代码', codeHint: '小写字母、数字、下划线', kind: '类别', zh: '中文名称', en: '英文名称', aboutZh: '中文说明', aboutEn: '英文说明', priceHint: '换一份要多少分；已提出的申请按当时的价', price: '价格（分）', most: '每人每赛季最多几次', mostHint: '不填则不限', payable: '列入薪资导出', offered: '上架', off: '已下架', stock: '库存', stockAdd: '补货', howMany: '数量', badItem: '请填写代码、中英文名称和价格（大于 0 的整数）。', saved: '已保存。',
      to: '拨给', allot: '拨入', amountHint: '在现有余额上增加', amount: '积分', note: '说明', badAllot: '请填写积分（大于 0 的整数）和说明。', allotted: '已拨入 {n} 分。', kinds: { team: '班组', site: '职场' }, left: '余额', heldHead: '待审批', prizes: '等待预算的竞赛奖励', prizesHint: '结果已确认，职场预算不足；补足后自动发放，发放前不能结束赛季。', prizesOf: '{points} 分 · {n} 笔 · {site}现有 {left} 分', bySelf: '自动',
      totals: '积分都在哪里', sort: { issuer: '已发行', budget: '在预算里', agent: '在个人手里', spent: '已兑换', expired: '已过期' }, balanced: '借贷平衡', unbalanced: '借贷不平，请联系管理员', when: '时间', what: '事项', moves: '分录', who: '经手', reverse: '冲销', reverseWhy: '冲销的原因', reverseSure: '确定冲销', roster: { restored: '已冲销，排班恢复为兑换前的班次。', kept: '已冲销。当天的排班后来改过，或班次已经开始，所以没有改动；如有需要，请在“人员”中调整。' }, undone: '已冲销', mirrors: '冲销第 {n} 笔', approved: '经第二人批准', ledgerNone: '总账还是空的', number: '序号',
      rules: '限额', rulesHint: '马上生效；已提交的申请仍需审批。', earnLimit: '发放超过多少分需审批', redeemLimit: '兑换超过多少分需审批', perMonth: '班组长每月最多发多少分', toOne: '其中给同一人最多多少分', prizeLimit: '一场竞赛的奖励超过多少分，结果须两人签署', close: '结束赛季', closeHint: '个人未用的积分过期，预算未发的收回。不能撤销，请提前通知大家。', seasonZh: '赛季中文名', seasonEn: '赛季英文名', closeGo: '结束赛季', closeSure: '确定：所有积分清零', badSeason: '请填写赛季的中英文名称。', closed: '赛季已结束：{expired} 分过期，{returned} 分收回。', past: '历史赛季', expired: '过期 {n} 分', returned: '收回 {n} 分',
      payroll: '薪资导出', payrollHint: '某个月批准的、列入薪资导出的兑换。', month: '月份', xlsx: '下载 Excel', csv: '下载 CSV',
    },
  },
  en: {
    points: {
      title: 'My points', lead: 'Points come with a word of thanks from your lead or operations. They buy time off, a choice of shift, a seat in a training, or a gift.', noFile: 'Your account belongs to nobody on the roll', noFileHint: 'Only people on the roll have points. An administrator can link your account under “Access”.',
      have: 'Points to spend', n: '{n} points', held: '{n} more wait for approval', toGive: 'Give points', toKeep: 'Manage points', mine: 'My points',
      catalogue: 'What they buy', none: 'Nothing on offer yet', noneHint: 'Rewards appear here as soon as operations or HR offer some.', left: '{n} left', out: 'All gone', short: '{n} points to go', most: 'At most {n} a season', had: '{n} this season', full: 'No more this season', want: 'Redeem', asks: 'Above {n} points somebody has to approve',
      sure: 'Redeem “{name}”', pays: 'This costs {price} points and leaves you {rest}.', wish: 'Anything to add (if you like)', wishHint: 'Which day would suit you, for example', day: 'Which day', from: 'Start', to: 'End', rest: 'Eleven hours of rest stay free before and after. An end before the start is on the next day. Times are in {zone}.', needShift: 'Give the day, the start and the end.', confirm: 'Redeem', done: '“{name}” is yours.', asked: '“{name}” now waits for approval.',
      requests: 'What I redeemed', withdraw: 'Withdraw', withdrawSure: 'Sure? You would have to ask again', shift: '{day} {from}–{to}', reason: 'Answer: {words}', by: 'Handled by {name}',
      entries: 'Every movement', entriesNone: 'No points yet', entriesNoneHint: 'Once you get some, each is listed here.', after: '{n} left', from_: 'from {name}', won: '{what} · {name}, place {n}',
      state: { asked: 'Waiting for approval', granted: 'To be handed over', handed: 'Handed over', refused: 'Refused', withdrawn: 'Withdrawn', reversed: 'Undone', given: 'Given' },
      kind: { leave: 'Time off', shift_choice: 'Choice of shift', training_seat: 'Training seat', gift: 'Gift' },
      entry: { allot: 'Allotted to a budget', earn: 'Points received', prize: 'Won in a contest', redeem: 'Redeemed', restock: 'Restocked', reverse: 'Reversed', close: 'Season closed' },
    },
    giving: {
      title: 'Give points', lead: 'Somebody did well: give points out of the budget and say why. They see it at once.', none: 'You lead no team right now', noneHint: 'Team budgets are for those who are lead or deputy at this moment.',
      budget: 'Budget', left: '{n} left', held: '{n} wait for approval', month: 'Given this month: {given} of {most} points, to one person at most {one}', who: 'To whom', choose: 'Choose', amount: 'How many', above: 'Above {n} points operations or HR have to approve', why: 'What for', whyHint: 'At least five characters; they see it', send: 'Give', sent: '{name} now has {n} more points.', waits: '{n} points for {name} now wait for approval.', need: 'Choose a person, a whole number above 0, and say what for in at least five characters.',
      given: 'Given lately', givenNone: 'Nothing yet', more: 'All {n}', less: 'Fewer',
    },
    keeping: {
      title: 'Manage points', lead: 'Budgets, catalogue, approvals and the ledger. Each step stands in the audit.', tab: { requests: 'Approve and hand over', items: 'Catalogue', budgets: 'Budgets', ledger: 'Ledger', season: 'Season and limits' },
      waiting: 'Waiting for approval', waitingNone: 'Nothing waits for approval', toHand: 'To be handed over', toHandNone: 'Nothing to hand over', forWhom: '{n} points for {name}', wants: '“{item}” for {name}', outOf: 'out of {budget}', approve: 'Approve', refuse: 'Refuse', words: 'Answer (if you like)', hand: 'Handed over', handHint: 'Press once the gift is in their hands, the leave is booked, or the shift is on the roster.',
      add: 'Add a reward', edit: 'Change', code: 'Code', codeHint: 'small letters, digits, underscores', kind: 'Kind', zh: 'Chinese name', en: 'English name', aboutZh: 'Chinese description', aboutEn: 'English description', priceHint: 'points for one; requests keep the price they were made at', price: 'Price in points', most: 'At most so many per person and season', mostHint: 'empty: no limit', payable: 'Goes to payroll', offered: 'On offer', off: 'Not on offer', stock: 'Stock', stockAdd: 'Add stock', howMany: 'How many', badItem: 'Give a code, a Chinese and an English name, and a whole price above 0.', saved: 'Saved.',
      to: 'To', allot: 'Allot', amountHint: 'is added to what is left', amount: 'Points', note: 'What for', badAllot: 'Give a whole number above 0 and what it is for.', allotted: '{n} points allotted.', kinds: { team: 'Team', site: 'Site' }, left: 'Left', heldHead: 'Waiting', prizes: 'Prizes that wait for a budget', prizesHint: 'Their results are signed, and the site’s budget is short. They follow by themselves once it holds enough; until then the season cannot be closed.', prizesOf: '{points} points in {n} prizes · {site} holds {left}', bySelf: 'by itself',
      totals: 'Where the points are', sort: { issuer: 'Issued', budget: 'In budgets', agent: 'With people', spent: 'Redeemed', expired: 'Expired' }, balanced: 'In balance', unbalanced: 'Out of balance: tell an administrator', when: 'When', what: 'What', moves: 'Postings', who: 'By', reverse: 'Reverse', reverseWhy: 'Why it is reversed', reverseSure: 'Reverse it', roster: { restored: 'Reversed; the roster is as it was before the shift was chosen.', kept: 'Reversed. The roster of that day was left alone, because it was changed since or the shift has begun; change it under People if need be.' }, undone: 'Reversed', mirrors: 'Reverses no. {n}', approved: 'Approved by a second person', ledgerNone: 'The ledger is still empty', number: 'No.',
      rules: 'Limits', rulesHint: 'From now on; what waits still needs its approval.', earnLimit: 'Gifts above this need approval', redeemLimit: 'Redemptions above this need approval', perMonth: 'A lead gives at most, a month', toOne: 'of it to one person at most', prizeLimit: 'Two persons sign a contest whose prizes come to more than', close: 'Close the season', closeHint: 'Points nobody spent expire, and budgets return what they did not give. There is no way back: tell everybody in time.', seasonZh: 'Chinese name of the season', seasonEn: 'English name of the season', closeGo: 'Close the season', closeSure: 'Yes: all points go to zero', badSeason: 'Give the season a Chinese and an English name.', closed: 'The season is closed: {expired} points expired, {returned} returned.', past: 'Past seasons', expired: '{n} expired', returned: '{n} returned',
      payroll: 'For payroll', payrollHint: 'Redemptions granted in a month that go to payroll.', month: 'Month', xlsx: 'Excel', csv: 'CSV',
    },
  },
}
