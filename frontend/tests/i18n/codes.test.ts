/** Codes of the service that pages say in words: a new one without words is found here, not by a reader. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GROUP_OF, MAY } from '../../src/features/access/may'
import { DEEDS } from '../../src/features/upkeep/deeds'

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
  it.each(['zh', 'en'] as const)('have words for every deed of the audit in %s', (locale) => {
    const { things, deeds } = DEEDS[locale]
    expect([...actions, ...spliced].filter((one) => !((one.split('.')[0] ?? '') in things) || !((one.split('.')[1] ?? '') in deeds))).toEqual([])
  })
})
