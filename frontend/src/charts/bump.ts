/** Decides what a bump chart of ranks shows: which lines, which instants, and their direct labels. */

import type { EChartsCoreOption } from 'echarts/core'
import type { Locale } from '../api/types'
import { day, clock } from '../i18n/moments'
import { DASHES, lineColour, paint } from './paint'

export interface Noted { at: string; ranks: Record<string, number | null> }
export interface Line { id: string; code: string; name: string }

/** Lines more than this nobody can follow; the others are drawn on pages of their own, and the table has them all. */
export const MOST_LINES = 12
const MOST_POINTS = 64

/** Evenly fewer instants, always with the first and the last. */
export function thinned(history: readonly Noted[], most = MOST_POINTS): Noted[] {
  if (history.length <= most) return [...history]
  const step = (history.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, place) => history[Math.round(place * step)] as Noted)
}

/** Who is drawn: by the newest ranks, from one place of that order on; who has none yet comes last, by code. */
export function drawn(lines: readonly Line[], newest: Noted | undefined, most = MOST_LINES, from = 0): Line[] {
  const rank = (line: Line): number => newest?.ranks[line.id] ?? Number.MAX_SAFE_INTEGER
  return [...lines].sort((one, other) => rank(one) - rank(other) || one.code.localeCompare(other.code)).slice(from, from + most)
}

export function bumpOption(history: readonly Noted[], lines: readonly Line[], locale: Locale, words: { rank: string }, narrow = false, from = 0): EChartsCoreOption {
  const { ink, soft, line: rule, font, dark } = paint()
  const shown = drawn(lines, history.at(-1), MOST_LINES, from)
  const ranks = history.flatMap((noted) => shown.map((line) => noted.ranks[line.id] ?? null)).filter((rank) => rank !== null)
  const first = from ? Math.min(...ranks) : 1
  const last = Math.max(first + 1, ...ranks)
  const long = history.length > 1 && Date.parse(history.at(-1)?.at ?? '') - Date.parse(history[0]?.at ?? '') > 2 * 86_400_000
  return {
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 48, right: narrow ? 84 : 150, top: 16, bottom: 36 },
    xAxis: { type: 'time', axisLine: { lineStyle: { color: rule } }, axisLabel: { color: soft, hideOverlap: true, formatter: (at: number) => (long ? day(locale, at) : clock(locale, at)) }, splitLine: { show: false } },
    yAxis: { type: 'value', inverse: true, min: first, max: last, interval: last - first > 15 ? 5 : 1, name: words.rank, nameLocation: 'start', nameTextStyle: { color: soft }, axisLabel: { color: soft }, splitLine: { lineStyle: { color: rule, opacity: 0.6 } } },
    series: shown.map((line) => ({
      type: 'line',
      name: line.name,
      data: history.map((noted) => [noted.at, noted.ranks[line.id] ?? null]),
      connectNulls: false,
      showSymbol: history.length < 14,
      symbol: 'circle',
      symbolSize: 8,
      lineStyle: { width: 3, type: DASHES[Math.floor((Number(/\d+$/.exec(line.code)?.[0] ?? 0) - 1) / 8) % DASHES.length] ?? 'solid' },
      color: lineColour(line.code, dark),
      endLabel: { show: true, formatter: line.name, color: ink, fontWeight: 600, distance: 8, width: narrow ? 72 : 132, overflow: 'truncate' },
      labelLayout: { moveOverlap: 'shiftY' },
    })),
  }
}
