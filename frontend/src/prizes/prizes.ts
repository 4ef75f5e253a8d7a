/** Prizes in words, and whether somebody wrote them so that they can be won. */

import type { Prize } from '../api/prizes'

type Say = (key: string, values?: Record<string, string | number>) => string
export interface Played { participants: 'team' | 'agent'; format?: string | undefined }

export const inWhole = (value: unknown, most: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most

/** The first prize that cannot be won; -1 where all can. */
export function faulty(prizes: readonly Prize[]): number {
  const said = new Set<string>()
  return prizes.findIndex((one) => {
    const key = `${one.place} ${one.to}`
    const twice = said.has(key)
    said.add(key)
    return twice || !inWhole(one.place, 10) || !inWhole(one.points, 10_000)
  })
}

/** One line for each place, the first first. */
export function inWords(t: Say, prizes: readonly Prize[], played: Played): string[] {
  const places = [...new Set(prizes.map((one) => one.place))].sort((one, other) => one - other)
  return places.map((place) => {
    const parts = prizes.filter((one) => one.place === place).map((one) => t(one.to === 'budget' ? 'prizes.toBudget' : played.participants === 'agent' ? 'prizes.whole' : 'prizes.each', { n: one.points }))
    const head = played.format === 'goal' ? t('prizes.reached') : t('prizes.placeOf', { n: place })
    return `${head} · ${parts.join(' + ')}`
  })
}
