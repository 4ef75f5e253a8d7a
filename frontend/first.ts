/**
 * Writes down what every page needs before it can show itself, `dist/first.json`: its scripts and styles, those of the frame, its words.
 * The service names them in the page it sends, so that a browser fetches all at once what it would otherwise find out step by step.
 */

import type { Plugin } from 'vite'
import { PAGES, wordsFor } from './src/app/pages'

type Output = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...given: never) => unknown>>[1]
type Chunk = Extract<Output[string], { type: 'chunk' }>
/** Vite's own note of the styles a script stands for. */
type Styled = Chunk & { viteMetadata?: { importedCss: Set<string> } }

export interface First {
  page: string
  /** A regular expression of addresses. */
  at: string
  scripts: string[]
  styles: string[]
  /** What it asks the service in any case. */
  asks: string[]
}

/** The router's patterns as regular expressions: `/series/:id(new|\d+)` and `/pair/:code?`. */
export function addressOf(path: string): string {
  const parts = path.split('/').slice(1).filter(Boolean).map((part) => {
    const [, pattern, optional] = /^:\w+(?:\((.+)\))?(\?)?$/.exec(part) ?? []
    const said = part.startsWith(':') ? `(?:${pattern ?? '[^/]+'})` : part
    return optional ? `(?:/${said})?` : `/${said}`
  })
  return `^${parts.join('')}/?$`
}

function closure(chunks: ReadonlyMap<string, Chunk>, files: readonly string[], without: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set<string>()
  const look = (file: string): void => {
    const chunk = chunks.get(file)
    if (!chunk || found.has(file) || without.has(file)) return
    found.add(file)
    chunk.imports.forEach(look)
  }
  files.forEach(look)
  return found
}

export const firstVisits: Plugin = {
  name: 'first-visits',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const chunks = new Map(Object.values(bundle).filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
      const holders = new Map([...chunks.values()].flatMap((chunk) => chunk.moduleIds.map((id) => [id.split('/src/').at(-1), chunk.fileName])))
      const entry = [...chunks.values()].find((chunk) => chunk.isEntry && chunk.name === 'index')
      const there = closure(chunks, entry ? [entry.fileName] : [])
      const styles = (files: Iterable<string>): string[] => [...new Set([...files].flatMap((file) => [...((chunks.get(file) as Styled).viteMetadata?.importedCss ?? [])]))]
      const worn = new Set(styles(there))

      const first = PAGES.map(({ path, page, open, asks }): First => {
        // Who opens the front door may belong elsewhere: only the frame is sure.
        const shown = path === '/' ? [] : [`features/${page}.vue`, ...wordsFor(page.split('/', 1)[0] ?? '').map((folder) => `${folder}/words.ts`)]
        const files = [...(open ? [] : ['app/Shell.vue']), ...shown].flatMap((name) => holders.get(name) ?? [])
        const scripts = closure(chunks, files, there)
        return {
          page,
          at: addressOf(path),
          scripts: [...scripts],
          styles: styles(scripts).filter((file) => !worn.has(file)),
          asks: ['/look', ...(open ? [] : ['/session']), ...(asks ? [asks] : [])].map((asked) => `/api/v1${asked}`),
        }
      })
      this.emitFile({ type: 'asset', fileName: 'first.json', source: JSON.stringify(first) })
    },
  },
}
