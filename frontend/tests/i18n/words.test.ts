import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allWords } from '../../src/app/words'
import { joined } from '../../src/i18n'

const words = joined(allWords)

function flat(table: Record<string, unknown>, before = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(table)) {
    if (typeof value === 'string') found.set(before + name, value)
    else for (const [key, text] of flat(value as Record<string, unknown>, `${before}${name}.`)) found.set(key, text)
  }
  return found
}
const [zh, en] = [flat(words.zh), flat(words.en)]
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : /\.(vue|ts)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })
}
const text = sources('src').join('\n')

describe('words', () => {
  it('are written in both languages, with the same places to fill', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
    for (const [key, said] of zh) expect([key, places(said)]).toEqual([key, places(en.get(key) ?? '')])
  })

  it('are none of them empty, and hold no sign that the messages read as grammar', () => {
    for (const [key, said] of [...zh, ...en]) expect([key, said.trim() !== '' && !/[@|]/.test(said)]).toEqual([key, true])
  })

  it('exist wherever a page says them', () => {
    const said = [...text.matchAll(/\bt\('([\w.]+)'/g)].map((match) => match[1] ?? '')
    expect(said.length).toBeGreaterThan(150)
    expect(said.filter((key) => !zh.has(key))).toEqual([])
  })

  it('exist in families wherever a page chooses one of them', () => {
    const families = [...text.matchAll(/\bt\(`([\w.]+)\.\$\{/g)].map((match) => `${match[1]}.`)
    expect(families.length).toBeGreaterThan(10)
    expect(families.filter((family) => ![...zh.keys()].some((key) => key.startsWith(family)))).toEqual([])
  })
})
