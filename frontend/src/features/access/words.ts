import type { Words } from '../../i18n'
import { MAY } from './may'

export const accessWords: Words = {
  zh: {
    access: {
      roles: '角色', rolesHint: '权限跟着角色走，账号选一个角色即可；每个页面和接口都在服务器上核对。', may: '可以做什么', groups: { contests: '竞赛与榜单', people: '人员与数据', career: '成长与晋升', training: '培训', quality: '质检', honors: '徽章、感谢、积分与荣誉', service: '系统' }, mayDo: MAY.zh,
      title: '账号与令牌', accounts: '账号', tokens: '接口令牌', login: '登录名', role: '角色', state: '状态', active: '可用', disabled: '已停用', disable: '停用', enable: '启用', newAccount: '新增账号', password: '初始密码', passwordHint: '至少 10 个字符；首次登录后请本人修改。', agentCode: '关联的坐席编号', agentHint: '坐席和班组长填写，用来确定班组。', create: '创建', needAll: '请填写登录名、姓名和密码。',
      newToken: '新增令牌', tokenName: '用途', tokenHint: '例如：话务平台', scopes: '只允许', scopesHint: '不选则拥有角色的全部权限', created: '创建于', used: '最近使用', never: '从未', revoke: '停用', revokeSure: '确定停用？', revoked: '已停用', once: '请现在复制令牌，关闭后不会再显示。', copy: '复制', copied: '已复制', needName: '请写明用途。', noTokens: '还没有令牌', noTokensHint: '为每个接入的系统建一个令牌，出问题时可以单独停用。',
    },
  },
  en: {
    access: {
      roles: 'Roles', rolesHint: 'Rights go with the role: an account has one. The server checks them on every page and every route.', may: 'May', groups: { contests: 'Contests and boards', people: 'People and facts', career: 'Careers', training: 'Training', quality: 'Quality', honors: 'Badges, thanks, points and honors', service: 'The service' }, mayDo: MAY.en,
      title: 'Access', accounts: 'Accounts', tokens: 'API tokens', login: 'Login', role: 'Role', state: 'State', active: 'active', disabled: 'disabled', disable: 'Disable', enable: 'Enable', newAccount: 'New account', password: 'First password', passwordHint: 'At least 10 characters; to be changed after the first sign-in.', agentCode: 'Code of the agent it belongs to', agentHint: 'For agents and leads; it says which team is theirs.', create: 'Create', needAll: 'Please fill in login, name and password.',
      newToken: 'New token', tokenName: 'What it is for', tokenHint: 'for example: phone system', scopes: 'Allow only', scopesHint: 'none chosen: all that the role may', created: 'Created', used: 'Last used', never: 'never', revoke: 'Revoke', revokeSure: 'Really revoke?', revoked: 'revoked', once: 'Copy the token now; it is not shown again.', copy: 'Copy', copied: 'Copied', needName: 'Say what it is for.', noTokens: 'There is no token yet', noTokensHint: 'Make one for each system that connects, so that one can be revoked alone.',
    },
  },
}
