import type { Words } from '../../i18n'

export const reviewsWords: Words = {
  zh: {
    reviews: {
      title: '待核查', hint: '这些只是疑问，不是结论，也不影响任何得分。请先听坐席本人怎么说。', open: '待处理', closed: '已结案', none: '现在没有需要核查的条目', noneHint: '竞赛结束后如有异常数据，会在这里请班组之外的人看一看。', noClosed: '没有已结案的条目',
      contest: '竞赛', why: '引起疑问的数据', usual: '平时', seen: '这一次', periods: '依据 {n} 段以往记录', own: '与本人以往相差 {n} 个稳健标准差，与全场相差 {m} 个', reviewer: '核查人：{name}', nobody: '还没有核查人', take: '由我核查', hear: '记录坐席的说明', heard: '坐席说明', statement: '坐席怎么说（先听，再判断）', save: '保存说明', note: '结论依据', founded: '属实', unfounded: '不成立', close: '结案', openedAt: '{at} 提出', forgotten: '不成立的条目将于 {at} 删除', first: '先听取说明，才能判定为属实。', short: '请至少写三个字。',
      detector: { very_short: '极短通话明显增多', short_calls: '通话明显变短', transfers: '转接明显增多', survey_avoidance: '评价明显变少', burst: '临近结束时突增', sandbagging: '进步赛之前异常偏低' },
      measure: { short_calls: '极短通话占比', handle_time: '平均处理时长', transfers: '转接占比', surveys: '每通评价数', ending: '最后一天占比', other: '指标均值' },
    },
    teaches: {
      title: '哪些竞赛真的有用', hint: '把同一模板的所有竞赛合在一起：与参赛者自己的赛前八周相比，变化了多少。每个参赛方只算一次。', when: '测量时间', none: '还没有可以比较的竞赛', noneHint: '竞赛有最终结果后自动测量，之后 2、4、8 周再各测一次。', template: '模板', contests: '竞赛数', yes: '有提升', no: '有下降', unclear: '还看不出', chart: '变化与区间', tooFew: '参赛方不足五个，不作推断',
    },
  },
  en: {
    reviews: {
      title: 'To look into', hint: 'These are questions, not findings, and they change no score. Hear the agent first.', open: 'Open', closed: 'Closed', none: 'Nothing to look into right now', noneHint: 'When a contest ends with figures that look odd, somebody outside the teams is asked here.', noClosed: 'No closed cases',
      contest: 'Contest', why: 'What raised the question', usual: 'Usually', seen: 'This time', periods: 'against {n} earlier periods', own: '{n} robust standard deviations from the own past, {m} from everybody else', reviewer: 'Reviewer: {name}', nobody: 'No reviewer yet', take: 'I will look into it', hear: 'Note what the agent says', heard: 'The agent said', statement: 'What the agent says (listen before judging)', save: 'Save the statement', note: 'Grounds for the outcome', founded: 'Founded', unfounded: 'Unfounded', close: 'Close the case', openedAt: 'raised {at}', forgotten: 'unfounded, deleted on {at}', first: 'Hear the agent first; only then can a case be founded.', short: 'Please write at least three characters.',
      detector: { very_short: 'Many more very short calls', short_calls: 'Calls became much shorter', transfers: 'Many more transfers', survey_avoidance: 'Far fewer surveys', burst: 'A burst at the end', sandbagging: 'Unusually weak before an improvement contest' },
      measure: { short_calls: 'Very short calls', handle_time: 'Mean handle time', transfers: 'Transfers', surveys: 'Surveys a call', ending: 'Share of the last day', other: 'Mean of the figure' },
    },
    teaches: {
      title: 'Which contests teach', hint: 'All contests of a template together, against the participants’ own eight weeks before. Everybody counts once.', when: 'Measured', none: 'No contest to compare yet', noneHint: 'Contests are measured by themselves once the result is final, and again 2, 4 and 8 weeks later.', template: 'Template', contests: 'Contests', yes: 'better', no: 'worse', unclear: 'cannot tell yet', chart: 'Changes and intervals', tooFew: 'Fewer than five took part: nothing is claimed',
    },
  },
}
