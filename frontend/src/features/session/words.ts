import type { Words } from '../../i18n'

export const sessionWords: Words = {
  zh: { login: { title: '登录', lead: '以赛代训，让成长看得见', login: '账号', password: '密码', go: '登录', missing: '请填写账号和密码。', screen: '这是一块大屏？', toWall: '打开大屏页面', language: 'English' } },
  en: { login: { title: 'Sign in', lead: 'The contest is the training', login: 'Account', password: 'Password', go: 'Sign in', missing: 'Please fill in account and password.', screen: 'Is this a wall screen?', toWall: 'Open the wall page', language: '中文' } },
}
