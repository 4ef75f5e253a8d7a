import type { Words } from '../../i18n'

export const revealWords: Words = {
  zh: {
    reveal: {
      title: '揭榜遥控', back: '返回竞赛', board: '查看完整榜单', onlyYou: '只有您看得到', now: '大屏正在显示', next: '接下来揭晓', curtain: '幕布：即将揭榜', last: '所有名次都已揭晓，可以公布完整榜单了。',
      place: '第 {n} 名', shared: '并列第 {n} 名', walls: '{n} 块大屏正在同步显示', noWalls: '还没有大屏在显示这场竞赛；在任意屏幕上打开竞赛页的“在大屏上看”即可。', progress: '已揭晓 {step} 个名次，共 {steps} 个',
      never: '这场竞赛不封榜', neverHint: '名次一直公开，不需要揭榜。', early: '还没有封榜', earlyHint: '{at} 起封榜，竞赛结束后就可以在这里揭榜。', played: '竞赛还在进行', playedHint: '结束后即可开始揭榜。在此之前，大屏停在封榜时的名次。',
      unseen: '您也在参赛：和大家一样，揭晓之前看不到名次。', over: '已经揭榜', overAt: '揭榜时间：{at}', overHint: '公开榜单已恢复更新，当前是暂定结果；迟到的数据仍会计入。', other: '由别人主持', otherHint: '这场揭榜由 {who} 主持。', before: '如果没有人揭榜，系统会在 {at} 自动公布。',
      outdated: '仪式开始后又收到了数据，名次有变化：公布完整榜单时会以最新数据为准。', presenter: '主持人：', nobody: '未指定', change: '更换', sure: '公布后，所有人都能看到完整榜单，不能再收回。现在公布吗？', yes: '公布完整榜单', notYet: '再等等',
      do: { start: '开始揭榜', next: '揭晓第 {n} 名', winner: '揭晓冠军', finish: '公布完整榜单', back: '退回一步', skip: '直接公布', unseen: '揭晓下一个名次' },
    },
    frozen: {
      since: '榜单停在 {at}。', until: '最迟 {at} 揭榜。', goesOn: '最迟 {at} 恢复更新。', along: '本榜与另一场封榜中的竞赛计入同样的数据，因此一起停下。', truth: '看真实榜（不公开）', public: '回到公开榜', reveal: '揭榜',
      notPublic: '真实榜：仅运营和主持人可见', notPublicHint: '请勿投屏、截图或转述；揭榜前，其他人看到的仍是封榜时的名次。',
    },
    freeze: {
      title: '封榜与揭榜', from: '封榜', by: '最迟揭榜', revealed: '已揭榜', none: '不封榜，名次一直公开。', hint: '封榜期间只有运营和主持人能看到真实名次；没有人揭榜时，下一个工作日上午 10:00 自动公布。', change: '调整', remote: '打开揭榜遥控',
      label: '结束前多久封榜', fieldHint: '封榜留住悬念；结束后由主持人揭榜。', usual: '按默认（{what}）', never: '不封榜', before: '结束前 {time}',
    },
  },
  en: {
    reveal: {
      title: 'Reveal remote', back: 'Back to the contest', board: 'See the whole board', onlyYou: 'only you see this', now: 'On the walls now', next: 'Next', curtain: 'The curtain: about to be revealed', last: 'Every place has been shown; the whole board is next.',
      place: '{n} place', shared: 'Shared {n} place', walls: 'Walls in step with you: {n}', noWalls: 'No wall shows this contest yet; open “See it as a wall” from its page on any screen.', progress: '{step} of {steps} places revealed',
      never: 'This contest does not freeze', neverHint: 'Its places are always public; there is nothing to reveal.', early: 'Not frozen yet', earlyHint: 'The board freezes on {at}; once the contest has ended you can reveal it here.', played: 'Still being played', playedHint: 'You can begin as soon as it has ended. Until then the walls stay as they were at the freeze.',
      unseen: 'You take part yourself: like everybody else you see each place only once it is shown.', over: 'Revealed', overAt: 'Revealed on {at}', overHint: 'The public board goes on. The result is provisional: late figures still count.', other: 'Somebody else presents', otherHint: '{who} presents this reveal.', before: 'If nobody reveals it, the board opens by itself on {at}.',
      outdated: 'Figures that came since the ceremony began have changed these places: the whole board will show the newest.', presenter: 'Presenter:', nobody: 'nobody yet', change: 'Change', sure: 'Everybody will see the whole board, and it cannot be hidden again. Show it now?', yes: 'Show the whole board', notYet: 'Not yet',
      do: { start: 'Begin the reveal', next: 'Show {n} place', winner: 'Show the winner', finish: 'Show the whole board', back: 'Back', skip: 'Show all at once', unseen: 'Show the next place' },
    },
    frozen: {
      since: 'The board stands as of {at}.', until: 'It is revealed by {at}.', goesOn: 'It goes on by {at}.', along: 'It counts the same figures as another contest that is frozen, so it stands still with it.', truth: 'See the truth (not public)', public: 'Back to the public board', reveal: 'Reveal',
      notPublic: 'The truth: only operations and the presenter see it', notPublicHint: 'Keep it off walls, screenshots and talk; until the reveal everybody else sees the places of the freeze.',
    },
    freeze: {
      title: 'Freeze and reveal', from: 'Board freezes', by: 'Revealed by', revealed: 'Revealed', none: 'It does not freeze: its places are always public.', hint: 'While it is frozen only operations and the presenter see the true places. If nobody reveals it, it opens at 10:00 on the next working day.', change: 'Change', remote: 'Open the reveal remote',
      label: 'Freeze the board', fieldHint: 'A freeze keeps the end exciting; afterwards the presenter reveals the result.', usual: 'As usual ({what})', never: 'never', before: '{time} before the end',
    },
  },
}
