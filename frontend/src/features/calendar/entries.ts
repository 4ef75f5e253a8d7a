/** How an entry of the calendar is addressed, told apart and read aloud. */

import type { Entry } from '../../api/planning'
import { useWords } from '../../i18n'
import { dates, span } from '../../i18n/moments'

export const addressOf = (entry: Entry): string => (entry.id === null ? `/series/${entry.series}` : `/contests/${entry.id}`)
export const keyOf = (entry: Entry): string => (entry.id === null ? `s${entry.series}:${entry.first}` : `c${entry.id}`)
const DAY_MS = 86_400_000
/** A day of 23 hours is still a day. */
export const isShort = (entry: Entry): boolean => Date.parse(entry.ends) - Date.parse(entry.starts) < DAY_MS * 0.9
/** Planned rounds and what is over stand back; colour never says it alone, the words do. */
export const lookOf = (entry: Entry): string => (entry.phase === 'provisional' || entry.phase === 'frozen' ? 'running' : entry.phase)

export function useEntryWords(): { phaseOf: (entry: Entry) => string; whenOf: (entry: Entry) => string; labelOf: (entry: Entry) => string } {
  const { t, say, locale } = useWords()
  const phaseOf = (entry: Entry): string => (entry.phase === 'planned' ? t('calendar.phase.planned') : t(`phase.${entry.phase}`))
  // Whole days are named as its own site counts them, sprints by the clock.
  const whenOf = (entry: Entry): string => (isShort(entry) ? span(locale.value, entry.starts, entry.ends, entry.zone) : dates(locale.value, entry.first, entry.last))
  const labelOf = (entry: Entry): string =>
    t(entry.agents_over ? 'calendar.labelClash' : 'calendar.label', {
      title: say(entry.title), site: say(entry.site.name), when: whenOf(entry), phase: phaseOf(entry), n: entry.agents_over,
    })
  return { phaseOf, whenOf, labelOf }
}
