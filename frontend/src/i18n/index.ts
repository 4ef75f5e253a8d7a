/** Holds the chosen language: remembered on this machine, the account's own by default, the browser's before that. */

import { computed, type ComputedRef } from 'vue'
import { createI18n, useI18n, type MessageContext, type MessageFunction } from 'vue-i18n'
import type { Bilingual, Locale } from '../api/types'

export type Words = Record<Locale, Record<string, unknown>>
const KEPT = 'echelon.locale'

export const remembered = (): Locale | null => {
  const kept = localStorage.getItem(KEPT)
  return kept === 'zh' || kept === 'en' ? kept : null
}

const fromBrowser = (): Locale => (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')

export const i18n = createI18n({
  legacy: false,
  locale: remembered() ?? fromBrowser(),
  fallbackLocale: 'en',
  messages: { zh: {}, en: {} } as Record<Locale, Record<string, string>>,
})

const spoken = new Set<Words>()

/** Lets the pages say these words from now on; two parts may not claim the same name. */
export function speak(parts: readonly Words[]): void {
  for (const part of parts.filter((one) => !spoken.has(one))) {
    for (const locale of ['zh', 'en'] as const) {
      const known = i18n.global.getLocaleMessage(locale)
      const twice = Object.keys(part[locale]).find((name) => name in known)
      if (twice) throw new Error(`words of ${twice} are written twice`)
      i18n.global.mergeLocaleMessage(locale, sayable(part[locale]))
    }
    spoken.add(part)
  }
}

/** Sentences as functions that fill in their `{names}`: so the pages need not carry a compiler of messages. */
function sayable(table: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([name, said]) =>
    [name, typeof said === 'string' ? sentence(said) : sayable(said as Record<string, unknown>)]))
}

function sentence(said: string): MessageFunction<string> {
  const parts = said.split(/\{(\w+)\}/)
  return ({ named }: MessageContext<string>) => parts.map((part, place) => (place % 2 ? String(named(part) ?? '') : part)).join('')
}

export function useWords(): {
  t: (key: string, named?: Record<string, unknown>) => string
  locale: ComputedRef<Locale>
  choose: (locale: Locale, keep?: boolean) => void
  say: (text: Bilingual | string | null | undefined) => string
  other: (text: Bilingual) => string
} {
  const { t, locale } = useI18n({ useScope: 'global' })
  const current = computed(() => locale.value as Locale)
  /** `keep` false follows an account's or a display's own language without overruling what was chosen on this machine. */
  const choose = (next: Locale, keep = true): void => {
    locale.value = next
    document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
    if (keep) localStorage.setItem(KEPT, next)
  }
  /** The reader's language; the other one where nothing was written, since half a name is better than none. */
  const say = (text: Bilingual | string | null | undefined): string =>
    typeof text === 'string' ? text : (text?.[current.value] || text?.[current.value === 'zh' ? 'en' : 'zh'] || '')
  const other = (text: Bilingual): string => (current.value === 'zh' ? text.en : text.zh)
  return { t: (key, named) => (named ? t(key, named) : t(key)), locale: current, choose, say, other }
}
