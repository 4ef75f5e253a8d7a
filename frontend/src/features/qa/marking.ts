/** What marks come to while one is still marking, counted as the service counts; the service's own figure is what holds. */

import type { FormItem, Lines, Marks } from '../../api/qa'
import { difference, scaled } from '../../i18n/decimals'

const MICRO = 1_000_000n

export interface Running { score: string | null; critical: FormItem[]; open: FormItem[] }

export function running(form: Lines, marks: Marks): Running {
  let got = 0n
  let of = 0n
  const critical: FormItem[] = []
  const open: FormItem[] = []
  for (const item of form.items) {
    const mark = marks[item.code]
    if (mark === undefined) open.push(item)
    if (mark === undefined || mark === null) continue
    const points = scaled(item.points, 6) ?? 0n
    got += points * (scaled(mark, 6) ?? 0n)
    of += points * MICRO
    if (item.critical && scaled(mark, 6) === 0n) critical.push(item)
  }
  if (!of) return { score: null, critical, open }
  let units = (got * 1_000_000n * 2n + of) / (of * 2n)
  if (critical.length && form.on_critical === 'zero') units = 0n
  if (critical.length && form.on_critical === 'cap') {
    const cap = scaled(form.cap, 4) ?? 0n
    if (units > cap) units = cap
  }
  return { score: text(units, 4), critical, open }
}

/** Points that a mark is worth: 2.5 of 5. */
export function pointsOf(item: FormItem, mark: string): string {
  return text(((scaled(item.points, 6) ?? 0n) * (scaled(mark, 6) ?? 0n)) / MICRO, 6)
}

/** The marks of a line, the best first: the key 1 is always full marks. */
export const bestFirst = (item: FormItem): string[] => [...item.marks].reverse()

/** Sections in the order of the form. */
export function bySection(form: Lines): { section: string; items: FormItem[] }[] {
  const found = new Map<string, FormItem[]>()
  for (const item of form.items) found.set(item.section, [...(found.get(item.section) ?? []), item])
  return [...found].map(([section, items]) => ({ section, items }))
}

/** Whether one mark is below another. */
export const below = (one: string, other: string): boolean => difference(one, other)?.startsWith('-') ?? false

function text(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0')
  const rest = digits.slice(-places).replace(/0+$/, '')
  return rest ? `${digits.slice(0, -places)}.${rest}` : digits.slice(0, -places)
}
