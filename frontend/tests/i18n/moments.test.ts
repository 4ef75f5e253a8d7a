import { describe, expect, it } from 'vitest'
import { countdown, moment, over, span, stretch } from '../../src/i18n/moments'

describe('time in words', () => {
  it('names at most two units', () => {
    expect(stretch('en', 12_400)).toBe('12 s')
    expect(stretch('en', 61_000)).toBe('1 min')
    expect(stretch('zh', 90 * 60_000)).toBe('1 小时 30 分钟')
    expect(stretch('en', (50 * 60 + 59) * 60_000)).toBe('2 d 2 h')
    expect(stretch('zh', -5)).toBe('0 秒')
  })

  it('counts down by the second in the last hour', () => {
    expect(countdown('en', 42 * 60_000 + 6_500)).toBe('42:07')
    expect(countdown('en', 3_600_000)).toBe('1 h')
    expect(countdown('en', 0)).toBe('0 s')
  })

  it('names the zone of some hours once, behind both, where it is not the reader’s', () => {
    const [starts, ends] = ['2026-12-04T13:00:00Z', '2026-12-04T16:00:00Z']
    const zone = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', hour: 'numeric' }).format() === new Intl.DateTimeFormat('en', { hour: 'numeric' }).format() ? 'Europe/Berlin' : 'Asia/Shanghai'
    expect(span('en', starts, ends, zone)).toMatch(/^[^()]+\d\d:\d\d – \d\d:\d\d \((Berlin|Shanghai)\)$/)
    expect(span('zh', starts, ends)).not.toContain('(')
  })
  it('leaves the half-open end out of a span', () => {
    const said = span('en', '2026-01-04T16:00:00Z', '2026-01-11T16:00:00Z', 'Asia/Shanghai')
    expect(said).toContain('5 Jan')
    expect(said).toContain('11 Jan')
  })

  it('says the year of what is not of this one', () => {
    const [began, ended] = ['2014-08-10T16:00:00Z', '2014-10-01T16:00:00Z']
    expect(span('en', began, ended, 'Asia/Shanghai')).toMatch(/^Mon,? 11 Aug – Wed,? 1 Oct 2014$/)
    expect(span('zh', began, ended, 'Asia/Shanghai')).toMatch(/^2014年8月11日.+ – 10月1日/)
    expect(moment('en', '2014-10-05T06:00:00Z', 'Asia/Shanghai')).toContain('5 Oct 2014')
    expect(moment('zh', '2014-10-05T06:00:00Z', 'Asia/Shanghai')).toContain('2014年10月5日')
    expect(span('en', '2014-12-28T16:00:00Z', '2015-01-04T16:00:00Z', 'Asia/Shanghai')).toMatch(/29 Dec 2014 – .+4 Jan 2015$/)
  })

  it('says that a week was over with its last day, and some hours with their last minute', () => {
    expect(over('en', '2026-01-04T16:00:00Z', '2026-01-11T16:00:00Z', 'Asia/Shanghai')).toContain('11 Jan')
    expect(over('en', '2026-01-09T06:00:00Z', '2026-01-09T09:30:00Z', 'Asia/Shanghai')).toBe('Fri 17:30')
  })
})
