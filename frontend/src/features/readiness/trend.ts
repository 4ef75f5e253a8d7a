/** Decides what the chart of somebody's months shows: one line, its months without data left open, and what is asked of it. */

import type { EChartsCoreOption } from 'echarts/core'
import type { CareerMonth } from '../../api/readiness'
import { paint } from '../../charts/paint'
import { scaled } from '../../i18n/decimals'

export const SCORECARD = 'scorecard'
/** Metrics that are counted; of all others the mean of a month says how it was. */
export const SUMS: ReadonlySet<string> = new Set(['complaints', 'critical_errors', 'training_hours'])

/** A month's value as text; a sum without facts is nothing to draw either, but no gap in a line of counts. */
export function valueOf(month: CareerMonth, metric: string): string | null {
  if (metric === SCORECARD) return month.score
  const sample = month.measured[metric]
  return sample ? (SUMS.has(metric) ? sample.sum : sample.mean) : null
}

/** For drawing only. */
function drawn(text: string | null): number | null {
  const units = text === null ? null : scaled(text, 2)
  return units === null ? null : Number(units) / 100
}

export function trendOption(months: readonly CareerMonth[], metric: string, name: string, asked: string | null): EChartsCoreOption {
  const { ink, soft, line, accent, surface, font } = paint()
  const level = drawn(asked)
  return {
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 52, right: 28, top: 36, bottom: 32 },
    xAxis: { type: 'category', data: months.map((one) => one.month), axisLabel: { color: soft }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } },
    yAxis: { type: 'value', scale: !SUMS.has(metric), name, nameTextStyle: { color: soft, align: 'left' }, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line, opacity: 0.6 } } },
    series: [{
      type: 'line', data: months.map((one) => drawn(valueOf(one, metric))), connectNulls: false, symbolSize: 8, itemStyle: { color: accent, borderColor: surface, borderWidth: 2 }, lineStyle: { color: accent, width: 2.5 },
      label: { show: months.length <= 13, color: soft, fontSize: 12, position: 'top' },
      ...(level === null ? {} : { markLine: { silent: true, symbol: 'none', data: [{ yAxis: level }], lineStyle: { color: soft, type: 'dashed' }, label: { color: soft, formatter: asked ?? '', position: 'end' } } }),
    }],
  }
}
