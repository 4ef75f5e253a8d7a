/** How the particulars of an entry of the audit trail are said: their names in words, long lists cut short. */
import type { Locale } from '../../api/types'

const LISTED = 6

const NAMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  account: ['账号', 'account'], added: ['新增', 'added'], against: ['反对', 'against'], agent: ['人员', 'person'], agents: ['人员', 'people'], all: ['全部', 'all'], amount: ['数量', 'amount'],
  any_time: ['放行时段外', 'at any time'], appeal: ['申诉', 'appeal'], appeal_hours: ['申诉时限（小时）', 'hours to appeal'], approve: ['批准', 'approve'], approved: ['已批准', 'approved'], archived: ['已归档', 'archived'], as_of: ['截止日', 'as of'],
  back_after_days: ['几天后返回', 'back after days'], badge: ['徽章', 'badge'], bands: ['区间', 'bands'], based_on: ['基于', 'based on'], batch: ['批次', 'batch'], before: ['原来', 'before'], bytes: ['字节', 'bytes'],
  calls: ['通话', 'calls'], cause: ['原因', 'cause'], changed: ['修改', 'changed'], changes: ['改动', 'changes'], class: ['班级', 'class'], closed_on: ['关闭日', 'closed on'], code: ['编号', 'code'], colour: ['颜色', 'colour'], contest: ['竞赛', 'contest'],
  corrected: ['已更正', 'corrected'], count: ['数量', 'count'], counts: ['口径', 'counts'], course: ['课程', 'course'], created: ['新建', 'created'], critical: ['致命项', 'critical'], day: ['日期', 'day'], day_starts: ['一天从', 'day starts'], days: ['天数', 'days'],
  deeds: ['操作编号', 'deeds'], disabled: ['已停用', 'disabled'], dropped: ['去掉', 'dropped'], effective: ['生效', 'effective'], employment: ['用工', 'employment'], en: ['英文', 'English'], ends: ['结束', 'ends'], entrants: ['参赛者', 'entrants'],
  evaluators: ['评分人', 'evaluators'], exams_a_week: ['每周考试', 'exams a week'], expired: ['过期', 'expired'], feeds: ['来源', 'feeds'], first: ['首次', 'first'], fixtures: ['对阵', 'fixtures'], form: ['质检表', 'form'], format: ['赛制', 'format'], from: ['来自', 'from'],
  given: ['给出', 'given'], grant: ['授予编号', 'grant'], honor: ['荣誉', 'honor'], ids: ['编号', 'numbers'], item: ['项目', 'item'], items: ['项目', 'items'], judged: ['已评', 'judged'], key: ['期次', 'for'], kind: ['种类', 'kind'],
  language: ['语言', 'language'], lapsed: ['失效', 'lapsed'], leave: ['休假', 'leave'], lines: ['行', 'lines'], locale: ['语言', 'language'], logo: ['标志', 'logo'], marks: ['记号', 'marks'], measure: ['处理', 'measure'], membership: ['归属', 'membership'],
  mentor: ['师傅', 'mentor'], month: ['月份', 'month'], months: ['月数', 'months'], most: ['上限', 'at most'], moved: ['移动', 'moved'], n: ['数量', 'how many'], name: ['名称', 'name'], number: ['编号', 'number'], off_duty: ['非当班', 'off duty'],
  offered: ['上架', 'offered'], on: ['日期', 'on'], outcome: ['结果', 'outcome'], own_rules: ['自定规则', 'own rules'], participant: ['参赛者', 'participant'], people: ['人数', 'people'], per_month: ['每月', 'per month'], plan: ['计划', 'plan'], points: ['积分', 'points'],
  post: ['职务', 'post'], practice: ['练习', 'practice'], price: ['价格', 'price'], questions: ['题目', 'questions'], queues: ['队列', 'queues'], reason: ['理由', 'reason'], refused: ['拒收', 'refused'], result: ['结果', 'result'], retired: ['停用', 'retired'], returned: ['退回', 'returned'],
  revision: ['版本', 'revision'], role: ['角色', 'role'], rounds: ['轮次', 'rounds'], rows: ['行', 'rows'], samples: ['抽样', 'samples'], scopes: ['范围', 'scopes'], seal: ['印章', 'seal'], series: ['系列', 'series'], session: ['场次', 'session'], set: ['更正集', 'set'],
  sha256: ['校验和', 'checksum'], shifts: ['班次', 'shifts'], signatures: ['签名', 'signatures'], since: ['起', 'since'], site: ['职场', 'site'], stage: ['阶段', 'stage'], starts: ['开始', 'starts'], step: ['步骤', 'step'], stopped: ['已停', 'stopped'],
  teacher: ['讲师', 'teacher'], team: ['班组', 'team'], teams: ['班组', 'teams'], template: ['模板', 'template'], test_call: ['拨测', 'test call'], tier: ['等级', 'tier'], to: ['改为', 'to'], trainee: ['学员', 'trainee'], two_person: ['双人签署', 'two signatures'],
  until: ['到', 'until'], values: ['值', 'values'], version: ['版本', 'version'], weeks: ['周', 'weeks'], why: ['理由', 'why'], winners: ['获奖者', 'winners'], year: ['年份', 'year'], zh: ['中文', 'Chinese'], zone: ['时区', 'time zone'],
}

/** `points: 350, winners: 21` in the reader's language; what was left empty says nothing. */
export function particulars(locale: Locale, detail: Readonly<Record<string, unknown>>): string {
  const zh = locale === 'zh'
  const value = (of: unknown): string => {
    if (typeof of === 'string') return of
    if (typeof of === 'boolean') return zh ? (of ? '是' : '否') : of ? 'yes' : 'no'
    if (!Array.isArray(of)) return JSON.stringify(of)
    const listed = of.slice(0, LISTED).map(value).join(zh ? '、' : ', ')
    return of.length > LISTED ? `${listed} … (${of.length})` : listed || '–'
  }
  return Object.entries(detail)
    .filter(([, of]) => of !== null)
    .map(([name, of]) => `${NAMES[name]?.[zh ? 0 : 1] ?? name}${zh ? '：' : ': '}${value(of)}`)
    .join(' · ')
}
