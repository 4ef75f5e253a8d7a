import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(__dirname, '../../src')
const files = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => /\.(vue|ts)$/.test(name))
/** `based_on` names a version. `{{ one.due }}` and `t('…', { day: one.due })` show `2026-03-04`, which is nobody's way of writing a day. */
const DATE = String.raw`[\w.?!]+\.(?!based_on)(?:\w+_(?:on|at)|effective|due|day|starts|ends|since|month)`
const RAW = [new RegExp(String.raw`\{\{\s*${DATE}\s*\}\}`), new RegExp(String.raw`\{\{[^{}]*\{[^{}]*\b\w+: ${DATE}\s*[,}]`)]
/** Texts of days by the clock of Greenwich or by the browser's taste; `i18n/dates` and `launch/windows` count in UTC on purpose. */
const CLOCKS = /toLocale(Date|Time)?String\(|new Date\([^)]*\)\.toISOString\(\)\.slice/
const COUNTS = ['i18n/dates.ts', 'launch/windows.ts']

describe('days and instants', () => {
  it('are never shown as they are stored', () => {
    const found = files.filter((name) => name.endsWith('.vue')).flatMap((name) => {
      const lines = readFileSync(join(SRC, name), 'utf8').split('\n')
      return lines.flatMap((line, at) => (RAW.some((one) => one.test(line)) ? [`${name}:${at + 1}`] : []))
    })
    expect(found).toEqual([])
  })
  it('are today by the clock of whoever reads', () => {
    const found = files.filter((name) => !COUNTS.some((one) => name.endsWith(one)) && CLOCKS.test(readFileSync(join(SRC, name), 'utf8')))
    expect(found).toEqual([])
  })
})
