import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstWords, wordsOf } from '../../src/app/words'
import { wallSays } from '../../src/features/wall/says'
import type { Words } from '../../src/i18n'

const parts = Object.values(
  import.meta.glob<Record<string, Words>>(['../../src/**/words.ts', '!../../src/app/words.ts'], { eager: true }),
).flatMap((module) => Object.values(module))
const all = [...new Set([...firstWords, ...parts])]
const names = (words: readonly Words[]): string[] => words.flatMap((one) => Object.keys(one.zh))
const words = { zh: Object.assign({}, ...all.map((one) => one.zh)), en: Object.assign({}, ...all.map((one) => one.en)) }

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

  it('have each name once', () => {
    expect(names(all).filter((name, place, every) => every.indexOf(name) !== place)).toEqual([])
  })

  it('come with every page that says them', async () => {
    const missing: string[] = []
    for (const [feature, files] of features()) {
      const brought = new Set(names(feature === 'wall' ? wallSays : [...firstWords, ...(await wordsOf(feature))]))
      for (const [file, said] of files) {
        for (const name of said) if (!brought.has(name)) missing.push(`${feature}: ${name} of ${file}`)
      }
    }
    expect(missing).toEqual([])
  })
})

/** Of every feature: the names of words that its pages' files may say, by file, wherever these lie. */
function features(): [string, Map<string, Set<string>>][] {
  return readdirSync('src/features').map((feature) => {
    const seen = new Map<string, Set<string>>()
    const look = (file: string): void => {
      if (seen.has(file) || !existsSync(file)) return
      const source = readFileSync(file, 'utf8')
      const told = file.endsWith('words.ts') ? [] : [...source.matchAll(/['`](\w+)\.[\w.]*(\$\{|['`])/g)]
      const saying = told.filter(([said, , end]) => end === '${' || zh.has(said.slice(1, -1))).map((match) => match[1] ?? '')
      seen.set(file, new Set(saying.filter((name) => every.has(name))))
      for (const [, found] of source.matchAll(/(?:from|import) '(\.[^']+)'/g)) {
        const path = join(dirname(file), found ?? '')
        look(/\.(vue|ts)$/.test(path) ? path : `${path}.ts`)
        look(`${path}/index.ts`)
      }
    }
    const folder = join('src/features', feature)
    readdirSync(folder).filter((name) => name.endsWith('Page.vue') || name === 'Wall.vue').forEach((name) => { look(join(folder, name)) })
    return [feature, seen]
  })
}
const every = new Set(names(all))
