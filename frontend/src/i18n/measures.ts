/** How values of a metric are written: with its own decimals and unit. */

import type { Measure } from '../api/types'
import { fixed, plain, wholeOr } from './decimals'

type How = Pick<Measure, 'unit' | 'decimals'> | null | undefined

/** A percent sign stands at its figure, every other unit a narrow space away. */
const withUnit = (text: string, how: How): string => (how?.unit ? `${text}${how.unit === '%' ? '' : '\u202f'}${how.unit}` : text)
/** Counts have no decimals, but their averages do. */
const placesOf = (amounts: readonly string[], how: How): number => how?.decimals || wholeOr(amounts, how ? 1 : 2)

/** A figure made of many facts. */
export const measured = (text: string, how: How): string => withUnit(fixed(text, placesOf([text], how)), how)
/** A figure as somebody typed or sent it: never rounded. */
export const given = (text: string, how: How): string => withUnit(plain(text), how)

/** An estimated change, signed; of percentages it counts in points, which `points` names. */
export function changed(value: number, how: How, points: string): string {
  const size = Math.abs(value).toFixed(how?.decimals || 1)
  const sign = Number(size) === 0 ? '' : value > 0 ? '+' : '−'
  return withUnit(`${sign}${size}`, how && { ...how, unit: changeUnit(how, points) })
}
export const changeUnit = (how: How, points: string): string => (how?.unit === '%' ? points : (how?.unit ?? ''))
