/** How the particulars of an entry of the audit trail are said: names, codes and days in words, long lists cut short. */
import type { Locale } from '../../api/types'
import { calendarDay, moment } from '../../i18n/moments'
import { VALUES } from './values'

const LISTED = 6

const NAMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  accepted: ['收下', 'accepted'], account: ['账号', 'account'], added: ['新增', 'added'], after: ['改后', 'after'], against: ['反对', 'against'], agent: ['人员', 'person'], agent_id: ['人员', 'person'], agents: ['人员', 'people'],
  all: ['全部', 'all'], amount: ['数量', 'amount'], any_time: ['放行时段外', 'at any time'], appeal: ['申诉', 'appeal'], appeal_hours: ['申诉时限（小时）', 'hours to appeal'], approve: ['批准', 'approve'], approved: ['已批准', 'approved'],
  archived: ['已归档', 'archived'], as_of: ['截止日', 'as of'], back_after_days: ['几天后返回', 'back after days'], badge: ['徽章', 'badge'], band: ['区间', 'band'], bands: ['区间', 'bands'], based_on: ['基于', 'based on'], batch: ['批次', 'batch'],
  before: ['原来', 'before'], bytes: ['字节', 'bytes'], cadence: ['周期', 'cadence'], calls: ['通话', 'calls'], cause: ['原因', 'cause'], changed: ['修改', 'changed'], changes: ['改动', 'changes'], class: ['班级', 'class'],
  closed_on: ['关闭日', 'closed on'], code: ['编号', 'code'], colour: ['颜色', 'colour'], combine: ['合并方式', 'how it combines'], contest: ['竞赛', 'contest'], corrected: ['已更正', 'corrected'], count: ['数量', 'count'],
  counts: ['口径', 'counts'], course: ['课程', 'course'], created: ['新建', 'created'], critical: ['致命项', 'critical'], day: ['日期', 'day'], day_starts: ['一天从', 'day starts'], days: ['天数', 'days'], decimals: ['小数位', 'decimals'],
  deeds: ['操作编号', 'deeds'], disabled: ['已停用', 'disabled'], disabled_at: ['停用时间', 'disabled at'], dropped: ['去掉', 'dropped'], duplicate: ['重复', 'duplicate'], earn_limit: ['发放上限', 'limit to give'], education: ['学历', 'education'],
  effective: ['生效', 'effective'], employment: ['用工', 'employment'], en: ['英文', 'English'], ends: ['结束', 'ends'], ends_on: ['结束日', 'ends on'], entrants: ['参赛者', 'entrants'], error_count: ['错误', 'errors'],
  evaluators: ['评分人', 'evaluators'], every: ['每隔', 'every'], exams_a_week: ['每周考试', 'exams a week'], expired: ['过期', 'expired'], facts: ['数据', 'facts'], feeds: ['来源', 'feeds'], first: ['首次', 'first'],
  fixtures: ['对阵', 'fixtures'], floor: ['底线', 'floor'], form: ['质检表', 'form'], format: ['格式', 'format'], from: ['来自', 'from'], given: ['给出', 'given'], good: ['好的方向', 'good direction'], grant: ['授予编号', 'grant'],
  high: ['最大', 'highest'], hired: ['入职日', 'hired'], honor: ['荣誉', 'honor'], ids: ['编号', 'numbers'], intermediate: ['中级', 'intermediate'], item: ['项目', 'item'], items: ['项目', 'items'], judged: ['已评', 'judged'], key: ['期次', 'for'],
  kind: ['种类', 'kind'], language: ['语言', 'language'], lapsed: ['失效', 'lapsed'], lasts: ['持续', 'lasts'], lateness_minutes: ['迟到时限（分钟）', 'lateness in minutes'], leave: ['休假', 'leave'], left_on: ['离职日', 'left on'],
  level: ['级别', 'level'], level_since: ['级别起', 'level since'], lines: ['行', 'lines'], locale: ['语言', 'language'], logo: ['标志', 'logo'], low: ['最小', 'lowest'], marks: ['记号', 'marks'], measure: ['处理', 'measure'],
  membership: ['归属', 'membership'], mentor: ['师傅', 'mentor'], month: ['月份', 'month'], monthly_lateness_minutes: ['月度迟到时限（分钟）', 'monthly lateness in minutes'], months: ['月数', 'months'], most: ['上限', 'at most'],
  moved: ['移动', 'moved'], n: ['数量', 'how many'], name: ['名称', 'name'], name_en: ['英文名', 'English name'], name_zh: ['中文名', 'Chinese name'], number: ['编号', 'number'], off_duty: ['非当班', 'off duty'], offered: ['上架', 'offered'],
  on: ['日期', 'on'], on_holidays: ['节假日照常', 'on holidays'], outcome: ['结果', 'outcome'], own_rules: ['自定规则', 'own rules'], participant: ['参赛者', 'participant'], password_hash: ['密码', 'password'], pauses: ['暂停', 'pauses'],
  people: ['人数', 'people'], per_month: ['每月', 'per month'], plan: ['计划', 'plan'], points: ['积分', 'points'], post: ['职务', 'post'], practice: ['练习', 'practice'], price: ['价格', 'price'], prize_limit: ['奖励上限', 'limit of prizes'],
  questions: ['题目', 'questions'], queues: ['队列', 'queues'], reason: ['理由', 'reason'], redeem_limit: ['兑换上限', 'limit to redeem'], refused: ['拒收', 'refused'], result: ['结果', 'result'], retired: ['停用', 'retired'],
  returned: ['退回', 'returned'], revision: ['版本', 'revision'], role: ['角色', 'role'], roster: ['班表', 'roster'], rounds: ['轮次', 'rounds'], rows: ['行', 'rows'], samples: ['抽样', 'samples'], scopes: ['范围', 'scopes'],
  seal: ['印章', 'seal'], series: ['系列', 'series'], session: ['场次', 'session'], set: ['更正集', 'set'], sha256: ['校验和', 'checksum'], shifts: ['班次', 'shifts'], signatures: ['签名', 'signatures'], since: ['起', 'since'],
  site: ['职场', 'site'], site_id: ['职场', 'site'], stage: ['阶段', 'stage'], stale: ['过时', 'stale'], starts: ['开始', 'starts'], starts_on: ['开始日', 'starts on'], step: ['步骤', 'step'], stopped: ['已停', 'stopped'],
  stretch: ['挑战值', 'stretch'], subject: ['对象', 'subject'], superseding: ['替换旧数据', 'superseding'], target: ['目标', 'target'], teacher: ['讲师', 'teacher'], team: ['班组', 'team'], teams: ['班组', 'teams'], template: ['模板', 'template'],
  test_call: ['拨测', 'test call'], tier: ['等级', 'tier'], to: ['改为', 'to'], to_one: ['给一人', 'to one'], tolerance: ['容差', 'tolerance'], trainee: ['学员', 'trainee'], tried: ['尝试', 'tried'], two_person: ['双人签署', 'two signatures'],
  unit: ['单位', 'unit'], until: ['到', 'until'], values: ['值', 'values'], version: ['版本', 'version'], weeks: ['周', 'weeks'], why: ['理由', 'why'], winners: ['获奖者', 'winners'], year: ['年份', 'year'], zh: ['中文', 'Chinese'],
  zone: ['时区', 'time zone'],
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/

/** `points: 350, winners: 21` in the reader's language; what was left empty says nothing. */
export function particulars(locale: Locale, detail: Readonly<Record<string, unknown>>): string {
  const zh = locale === 'zh'
  const [comma, colon] = zh ? ['、', '：'] : [', ', ': ']
  const spoken = (said: readonly [string, string] | undefined, code: string): string => said?.[zh ? 0 : 1] ?? code
  const value = (name: string, of: unknown): string => {
    if (of === null) return '–'
    if (typeof of === 'boolean') return zh ? (of ? '是' : '否') : of ? 'yes' : 'no'
    if (Array.isArray(of)) {
      const listed = of.slice(0, LISTED).map((one) => value(name, one)).join(comma)
      return of.length > LISTED ? `${listed} … (${of.length})` : listed || '–'
    }
    if (typeof of === 'object') return Object.entries(of).map(([inner, one]) => `${spoken(NAMES[inner], inner)} ${value(inner, one)}`).join(comma) || '–'
    if (typeof of !== 'string') return String(of)
    if (name === 'changed') return spoken(NAMES[of], of)
    if (INSTANT.test(of)) return moment(locale, of)
    return DAY.test(of) ? calendarDay(locale, of) : spoken(VALUES[name]?.[of], of)
  }
  return Object.entries(detail)
    .filter(([, of]) => of !== null)
    .map(([name, of]) => `${spoken(NAMES[name], name)}${colon}${value(name, of)}`)
    .join(' · ')
}
