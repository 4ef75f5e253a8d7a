/** Words of prizes: points for places, from the template to the phone of who won them. */

import type { Words } from '../i18n'

export const prizesWords: Words = {
  zh: {
    prizes: {
      title: '奖励积分', hint: '结果确认后自动发放，从职场预算支出；并列的名次都得全额。', none: '没有设奖励积分', place: '名次', placeOf: '第 {n} 名', reached: '达成目标', points: '积分', to: '发给',
      members: '每位有份的成员', budget: '班组预算', each: '每人 {n} 分', whole: '{n} 分', toBudget: '班组预算 {n} 分', add: '加一项奖励', remove: '去掉第 {n} 项', asTemplate: '与模板相同：{what}', need: '名次填 1 至 10，积分填 1 至 10000 的整数，同一名次同一对象只写一次。',
      won: '已获奖励', mine: '您获得的奖励积分', yours: '奖励积分 +{n}', waits: '等待预算补足', given: '已发放', kept: '更正后无依据，已使用，保留', taken: '更正后撤回', reversed: '已冲销', later: '结果确认后发放', lacks: '预算还差 {n} 分：请在“积分管理”里补足，届时自动发放。', who: '获奖者', state: '状态', sum: '共 {n} 分，{who} 笔', open: '查看全部 {n} 笔', fold: '收起',
    },
  },
  en: {
    prizes: {
      title: 'Prizes', hint: 'Given by themselves once the result is signed, out of the site’s budget. Whoever shares a place has the whole prize.', none: 'No points to be won', place: 'Place', placeOf: 'Place {n}', reached: 'Goal reached', points: 'Points', to: 'To',
      members: 'each member who shares it', budget: 'the team’s budget', each: '{n} points each', whole: '{n} points', toBudget: '{n} points for the team’s budget', add: 'Add a prize', remove: 'Remove prize {n}', asTemplate: 'As the template has it: {what}', need: 'Give a place from 1 to 10 and whole points from 1 to 10,000; name each place once for the same receiver.',
      won: 'What was won', mine: 'Points you won', yours: '+{n} points won', waits: 'Waits for the budget', given: 'Given', kept: 'Lost its ground, was spent, is kept', taken: 'Taken back by a correction', reversed: 'Reversed', later: 'Once the result is signed', lacks: 'The budget is short of {n} points. Allot them under “Manage points”; the prizes then follow by themselves.', who: 'Who', state: 'State', sum: '{n} points in {who} prizes', open: 'Show all {n}', fold: 'Fewer',
    },
  },
}
