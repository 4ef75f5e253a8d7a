import type { Words } from '../../i18n'

export const displaysWords: Words = {
  zh: {
    displays: {
      title: '大屏', pair: '接入一块大屏', name: '屏幕名称', seen: '最近在线', never: '还没有', online: '在线', revoke: '停用', revokeSure: '确定停用？', none: '还没有接入大屏', noneHint: '在大屏的浏览器里打开 {address}，屏幕会显示一组配对码。', own: '班组专屏', hall: '公共区域',
      code: '大屏上的配对码', codeHint: '六位数字，显示在屏幕中央', nameHint: '例如：一楼大厅左侧', site: '显示哪个职场的竞赛', teamLabel: '挂在某个班组的区域？（会多显示该班组的名次）', noTeam: '不是，公共区域', contests: '只显示这些竞赛（不选则轮播全部进行中的）', language: '大屏上的语言', go: '确认接入', done: '接入成功，大屏几秒内就会亮起来。', another: '再接入一块', badCode: '配对码是六位数字。', needName: '给屏幕起个名字，方便以后找到它。',
    },
  },
  en: {
    displays: {
      title: 'Displays', pair: 'Connect a screen', name: 'Name', seen: 'Last seen', never: 'not yet', online: 'online', revoke: 'Revoke', revokeSure: 'Really revoke?', none: 'No screen is connected yet', noneHint: 'Open {address} in the screen’s browser; it shows a pairing code.', own: 'team screen', hall: 'public area',
      code: 'Code on the screen', codeHint: 'six digits in the middle of the screen', nameHint: 'for example: ground floor, left', site: 'Whose contests it shows', teamLabel: 'Does it hang in a team’s own area? (that team’s place is added)', noTeam: 'No, a public area', contests: 'Only these contests (none chosen: all that run, by turns)', language: 'Language on the screen', go: 'Connect', done: 'Connected. The screen lights up within seconds.', another: 'Connect another one', badCode: 'The code has six digits.', needName: 'Name the screen, so that you find it again.',
    },
  },
}
