import type { Words } from '../../i18n'

export const displaysWords: Words = {
  zh: {
    displays: {
      title: '大屏', pair: '接入一块大屏', name: '屏幕名称', revoke: '停用', revokeSure: '确定停用？', none: '还没有接入大屏', noneHint: '在大屏的浏览器里打开 {address}，屏幕会显示一组配对码。', hall: '公共区域',
      code: '大屏上的配对码', codeHint: '六位数字，显示在屏幕中央', nameHint: '例如：一楼大厅左侧', site: '显示哪个职场的竞赛', teamLabel: '挂在某个班组的区域？（会多显示该班组的名次）', noTeam: '不是，公共区域', contests: '只显示这些竞赛（不选则轮播全部进行中的）', language: '大屏上的语言', go: '确认接入', done: '接入成功，大屏几秒内就会亮起来。', another: '再接入一块', badCode: '配对码是六位数字。', needName: '给屏幕起个名字，方便以后找到它。',
      well: '{all} 块大屏，{n} 块正常', health: { well: '正常', stale: '画面没有更新', older: '待更新页面', silent: '失联', never: '还没上线' }, neverHint: '确认后还没有连上来', heard: '{age}前有回应', heardAt: '最后回应：{at}',
      shows: '正在显示', aContest: '一场竞赛', aNotice: '公告', nothing: '时间（暂时没有竞赛）', next: '下一画面', pin: '固定一个榜单', unpin: '恢复轮播', pinned: '固定显示“{title}”', reload: '重新加载', set: '设置', notYours: '由运营或接入它的班组长管理',
      playlist: '轮播内容', everyScene: '显示全部，以后新增的也自动加入', playlistHint: '按从上到下的顺序轮流出现；公告总是先显示。没有内容的画面会自动跳过。', withBoards: '跟在每个榜单后面', needScene: '至少要有一项能单独轮播的内容。', turn: '每个画面停留', seconds: '{n} 秒', turnHint: '内容分多页的榜单会停得更久，让每一页都看得到。', sound: '领先者变化、徽章和公告时播放提示音', soundHint: '默认安静。有些浏览器要先在屏幕上点一下才会出声。',
      withdrawn: '公告“{words}”已撤下。', kept: '“{name}”的设置已保存。', notices: '大屏公告', announce: '发布公告', announceNow: '立即发布', noNotices: '现在没有公告。', inChinese: '中文（最多 120 字）', inEnglish: '英文（最多 200 个字符）', needWords: '至少用一种语言写点内容。', lasts: '显示多久', minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天', onWhich: '显示在哪些大屏', allOfSite: '该职场的所有大屏', wholeSite: '{site}的所有大屏', needDisplay: '请选择至少一块大屏。', until: '显示到 {at}', withdraw: '撤下',
    },
  },
  en: {
    displays: {
      title: 'Displays', pair: 'Connect a screen', name: 'Name', revoke: 'Revoke', revokeSure: 'Really revoke?', none: 'No screen is connected yet', noneHint: 'Open {address} in the screen’s browser; it shows a pairing code.', hall: 'public area',
      code: 'Code on the screen', codeHint: 'six digits in the middle of the screen', nameHint: 'for example: ground floor, left', site: 'Whose contests it shows', teamLabel: 'Does it hang in a team’s own area? (that team’s place is added)', noTeam: 'No, a public area', contests: 'Only these contests (none chosen: all that run, by turns)', language: 'Language on the screen', go: 'Connect', done: 'Connected. The screen lights up within seconds.', another: 'Connect another one', badCode: 'The code has six digits.', needName: 'Name the screen, so that you find it again.',
      well: '{n} of {all} screens are well', health: { well: 'well', stale: 'picture is old', older: 'needs a reload', silent: 'no sign of life', never: 'not there yet' }, neverHint: 'confirmed, but it has not come back yet', heard: 'heard {age} ago', heardAt: 'last heard {at}',
      shows: 'Shows now', aContest: 'a contest', aNotice: 'an announcement', nothing: 'the time of day (no contest is on)', next: 'Next', pin: 'Pin a board', unpin: 'Take turns again', pinned: '“{title}” is pinned', reload: 'Reload', set: 'Settings', notYours: 'looked after by operations or the lead who connected it',
      playlist: 'What takes its turn', everyScene: 'Everything there is, and whatever comes later', playlistHint: 'From top to bottom, by turns; announcements always come first. What has nothing to show is passed by.', withBoards: 'after every board', needScene: 'At least one of them has to take turns of its own.', turn: 'Each picture stays for', seconds: '{n} seconds', turnHint: 'A board of several pages stays longer, so that every page is seen.', sound: 'A soft chime for a new leader, a badge, an announcement', soundHint: 'Silent unless ticked. Some browsers want one click on the screen first.',
      withdrawn: '“{words}” was taken down.', kept: 'The settings of {name} were saved.', notices: 'Announcements', announce: 'Announce something', announceNow: 'Show it now', noNotices: 'No announcement is up.', inChinese: 'In Chinese (at most 120 characters)', inEnglish: 'In English (at most 200 characters)', needWords: 'Write it in at least one language.', lasts: 'Stays up for', minutes: '{n} min', hours: '{n} h', days: '{n} d', onWhich: 'On which screens', allOfSite: 'All screens of this site', wholeSite: 'all screens of {site}', needDisplay: 'Choose at least one screen.', until: 'until {at}', withdraw: 'Take down',
    },
  },
}
