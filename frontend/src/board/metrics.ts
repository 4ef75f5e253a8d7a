/** What metrics are called, and how their values are written, where an answer does not say so itself. */

import { everything } from '../api/client'
import type { Metric } from '../api/types'
import { useAsked } from '../design/asked'
import { useWords } from '../i18n'
import { given } from '../i18n/measures'

export interface Metrics { nameOf: (code: string) => string; shown: (code: string, text: string) => string }

/** Names and units by code. They are a courtesy: without them the code and the bare figure still say it. */
export function useMetrics(): Metrics {
  const { say } = useWords()
  const { answer } = useAsked(() => everything<Metric>('/metrics').catch(() => []))
  const found = (code: string): Metric | undefined => answer.value?.find((metric) => metric.code === code)
  return { nameOf: (code) => say(found(code)?.name) || code, shown: (code, text) => given(text, found(code)) }
}
