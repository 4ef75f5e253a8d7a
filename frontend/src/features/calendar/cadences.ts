/** A series' cadence as a form holds it, as the service wants it, and in words. */

import type { Cadence } from '../../api/planning'
import type { Period } from '../../api/types'

export type Kind = Cadence['kind']
export const WORKING_WEEK = [1, 2, 3, 4, 5]
/** Which cadences suit a template's period. */
export const KINDS: Record<Period, readonly Kind[]> = { week: ['weekly'], month: ['monthly'], hours: ['daily', 'hours'] }

/** Every part that any cadence has; only those of its kind are sent. */
export interface Beat { kind: Kind; every: number; lasts: number; weekdays: number[]; makeup: boolean; begins: string; until: string }

export function beatOf(cadence: Cadence): Beat {
  const fresh: Beat = { kind: cadence.kind, every: 1, lasts: 1, weekdays: [...WORKING_WEEK], makeup: true, begins: '14:00', until: '17:00' }
  const found = { ...fresh, ...cadence }
  return { ...found, begins: found.begins.slice(0, 5), until: found.until.slice(0, 5), weekdays: [...found.weekdays] }
}

export function cadenceOf(beat: Beat): Cadence {
  const { kind, every, lasts, weekdays, makeup, begins, until } = beat
  if (kind === 'weekly') return { kind, every, lasts: Math.min(lasts, every) }
  if (kind === 'monthly') return { kind, every }
  const days = [...weekdays].sort()
  return kind === 'daily' ? { kind, weekdays: days, makeup } : { kind, begins: `${begins}:00`, until: `${until}:00`, weekdays: days, makeup }
}

type Say = (key: string, named?: Record<string, unknown>) => string

export function inWords(t: Say, cadence: Cadence): string {
  const beat = beatOf(cadence)
  if (beat.kind === 'monthly') return beat.every > 1 ? t('series.said.months', { n: beat.every }) : t('series.said.monthly')
  if (beat.kind === 'weekly') {
    const every = beat.every > 1 ? t('series.said.weeks', { n: beat.every }) : t('series.said.weekly')
    return beat.lasts > 1 ? every + t('series.said.lasting', { n: beat.lasts }) : every
  }
  const days = daysInWords(t, beat.weekdays)
  return beat.kind === 'daily' ? days : t('series.said.clock', { days, begins: beat.begins, until: beat.until })
}

function daysInWords(t: Say, weekdays: number[]): string {
  const days = [...weekdays].sort()
  if (days.length === 7) return t('series.said.everyday')
  if (days.join() === WORKING_WEEK.join()) return t('series.workdays')
  return days.map((day) => t(`series.weekday.${day}`)).join(t('series.comma'))
}
