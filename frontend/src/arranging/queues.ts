/** Rules with other queues and targets by queue. */

import type { Rules } from '../api/types'

/** What is empty travels as absent; a target of a queue that no longer counts goes with it. */
export function withQueues(rules: Rules, queues: readonly string[], targets: Record<number, Record<string, string>>): Rules {
  const terms = (rules.terms ?? []).map((term, place) => {
    const rest = { ...term }
    delete rest.targets
    const given = Object.entries(targets[place] ?? {}).map(([queue, text]) => [queue, text.trim()] as const)
    const kept = given.filter(([queue, text]) => text && (!queues.length || queues.includes(queue))).sort()
    return kept.length ? { ...rest, targets: Object.fromEntries(kept) } : rest
  })
  return { ...rules, terms, queues: [...queues] }
}
