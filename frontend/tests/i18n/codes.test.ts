/** Codes of the service that pages say in words: a new one without words is found here, not by a reader. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GROUP_OF, MAY } from '../../src/features/access/may'
import { DEEDS } from '../../src/features/upkeep/deeds'
import { VALUES } from '../../src/features/upkeep/values'

const SERVER = join(import.meta.dirname, '../../../server')
const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(join(SERVER, name), 'utf8'))
  .filter((source) => source.includes('import audit'))
const permissions = [...readFileSync(join(SERVER, 'auth/roles.py'), 'utf8').matchAll(/^ {4}[A-Z_]+ = "([a-z_]+\.[a-z_]+)"/gm)].map((found) => found[1] ?? '')
/** An action stands right before its subject: `"membership.transfer", f"agent/{code}"`. */
const actions = new Set(sources.flatMap((source) => [...source.matchAll(/"([a-z_]{2,}\.[a-z_]+)",\s*f?"[a-z_]+(?:\/|")/g)].map((found) => found[1] ?? '')))

/** Actions put together from a room's word and what was done: of a round whatever the rule book lets happen to a candidacy. */
const SPLICED = /f"[a-z_]+\.\{(?:_name\(given\.action\)|do)\}"|f"\{kind\}\.hand_out"/
const tags = ['acting.py', 'deciding.py'].flatMap((name) => [...readFileSync(join(SERVER, '../career', name), 'utf8').matchAll(/tag="([a-z_]+)"/g)].map((found) => `cycle.${found[1] ?? ''}`))
const spliced = [...tags, 'cycle.draft', 'cycle.edit', 'cycle.places', 'cycle.move', 'display.reload', 'display.pin', 'display.unpin', 'dossier.hand_out', 'certificate.hand_out', 'honor.hand_out', 'contest.reveal']

/** Particulars of the audit whose values are codes, and where the service lists these. */
const VALUED: [particular: string, file: string, name: string][] = [
  ['cause', 'server/ladder/support/store.py', 'Cause'],
  ['code', 'leaderboards/adjusting.py', 'Code'],
  ['combine', 'leaderboards/metrics.py', 'Combine'],
  ['good', 'leaderboards/metrics.py', 'Good'],
  ['kind', 'server/certificates/grounds.py', 'Kind'],
  ['kind', 'server/quality/evaluations/wire.py', 'Kind'],
  ['kind', 'server/quality/cases/store.py', 'Kind'],
  ['kind', 'career/training/courses.py', 'Practising'],
  ['kind', 'career/support.py', 'MeasureKind'],
  ['language', 'server/certificates/printing.py', 'Language'],
  ['outcome', 'server/contests/after/appeals.py', 'Outcome'],
  ['outcome', 'server/contests/insight/reviews.py', 'Outcome'],
  ['outcome', 'server/ladder/support/store.py', 'Outcome'],
  ['outcome', 'career/quality/disputes.py', 'Outcome'],
  ['post', 'leaderboards/teams.py', 'Post'],
  ['result', 'career/evidence.py', 'GateResult'],
  ['roster', 'server/honors/rewards/rostering.py', 'Left'],
  ['stage', 'career/onboarding.py', 'STAGES'],
  ['to', 'career/review.py', 'Phase'],
]

describe('codes of the service', () => {
  it('are found at all', () => {
    expect(permissions.length).toBeGreaterThan(50)
    expect(actions.size).toBeGreaterThan(100)
    // A new one needs its values above.
    expect(sources.flatMap((source) => source.match(/audit\.record\(\s*\w+,\s*[\w.]+,\s*f"[^"]*"/g) ?? []).filter((one) => !SPLICED.test(one))).toEqual([])
  })
  it.each(['zh', 'en'] as const)('have words for every permission in %s', (locale) => {
    expect(permissions.filter((one) => !(one.replace('.', '_') in MAY[locale]))).toEqual([])
  })
  it('belong to a group of the table of roles', () => {
    expect(permissions.filter((one) => !GROUP_OF[one.split('.')[0] ?? ''])).toEqual([])
  })
  it.each(VALUED)('have words as %s in the audit: %s, %s', (particular, file, name) => {
    const listed = new RegExp(`\\b${name} = (?:Literal\\[|\\()([^\\])]+)`).exec(readFileSync(join(SERVER, '..', file), 'utf8'))?.[1] ?? ''
    const codes = [...listed.matchAll(/"([a-z_]+)"/g)].map((found) => found[1] ?? '')
    expect(codes.length).toBeGreaterThan(1)
    expect(codes.filter((code) => !(code in (VALUES[particular] ?? {})))).toEqual([])
  })
  it.each(['zh', 'en'] as const)('have words for every deed of the audit in %s', (locale) => {
    const { things, deeds } = DEEDS[locale]
    expect([...actions, ...spliced].filter((one) => !((one.split('.')[0] ?? '') in things) || !((one.split('.')[1] ?? '') in deeds))).toEqual([])
  })
})
