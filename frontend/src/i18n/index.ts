/** Holds the chosen language: remembered on this machine, the account's own by default, the browser's before that. */

import { computed, ref, type ComputedRef } from 'vue'
import type { Bilingual, Locale } from '../api/types'

export type Words = Record<Locale, Record<string, unknown>>
const KEPT = 'echelon.locale'

export const remembered = (): Locale | null => {
  const kept = localStorage.getItem(KEPT)
  return kept === 'zh' || kept === 'en' ? kept : null
}

const fromBrowser = (): Locale => (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')

const current = ref<Locale>(remembered() ?? fromBrowser())
const sentences: Record<Locale, Map<string, string>> = { zh: new Map(), en: new Map() }
const spoken = new Map<Words, readonly string[]>()
/** Whatever was said before its words arrived is said anew. */
const parts = ref(0)

/** Lets the pages say these words from now on; two parts may not claim the same name. */
export function speak(added: readonly Words[]): void {
  for (const part of added.filter((one) => !spoken.has(one))) {
    const names = Object.keys(part.zh)
    const twice = names.find((name) => [...spoken.values()].some((known) => known.includes(name)))
    if (twice) throw new Error(`words of ${twice} are written twice`)
    spoken.set(part, names)
    for (const locale of ['zh', 'en'] as const) gather(sentences[locale], part[locale], '')
  }
  parts.value = spoken.size
}

function gather(into: Map<string, string>, table: Record<string, unknown>, before: string): void {
  for (const [name, said] of Object.entries(table)) {
    if (typeof said === 'string') into.set(before + name, said)
    else gather(into, said as Record<string, unknown>, `${before}${name}.`)
  }
}

/** The sentence with its `{names}` filled in; its key where nobody wrote it, so that a test or a reader notices. */
function t(key: string, named: Record<string, unknown> = {}): string {
  const said = parts.value ? (sentences[current.value].get(key) ?? key) : key
  return said.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name] ?? ''))
}

/** A sentence without places to fill in either language, for whoever looks for it by the other one's words. */
export const inBoth = (key: string): string[] => [sentences.zh.get(key) ?? '', sentences.en.get(key) ?? '']

/** Tells the browser as well, which chooses the letters by it. */
export const announce = (): void => {
  document.documentElement.lang = current.value === 'zh' ? 'zh-CN' : 'en'
}

export function useWords(): {
  t: (key: string, named?: Record<string, unknown>) => string
  locale: ComputedRef<Locale>
  choose: (locale: Locale, keep?: boolean) => void
  say: (text: Bilingual | string | null | undefined) => string
  other: (text: Bilingual) => string
} {
  /** `keep` false follows an account's or a display's own language without overruling what was chosen on this machine. */
  const choose = (next: Locale, keep = true): void => {
    current.value = next
    announce()
    if (keep) localStorage.setItem(KEPT, next)
  }
  /** The reader's language; the other one where nothing was written, since half a name is better than none. */
  const say = (text: Bilingual | string | null | undefined): string =>
    typeof text === 'string' ? text : (text?.[current.value] || text?.[current.value === 'zh' ? 'en' : 'zh'] || '')
  const other = (text: Bilingual): string => (current.value === 'zh' ? text.en : text.zh)
  return { t, locale: computed(() => current.value), choose, say, other }
}
