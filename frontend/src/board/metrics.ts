/** What metrics are called. */

import { everything } from '../api/client'
import type { Metric } from '../api/types'
import { useAsked } from '../design/asked'
import { useWords } from '../i18n'

/** The name of a metric by its code. Names are a courtesy: without them the code still says it. */
export function useMetricNames(): (code: string) => string {
  const { say } = useWords()
  const { answer } = useAsked(() => everything<Metric>('/metrics').catch(() => []))
  return (code) => say(answer.value?.find((metric) => metric.code === code)?.name) || code
}
