/** Decides what a chart of changes with their intervals shows: a dot, its whisker, and the line of no change. */

import type { EChartsCoreOption } from 'echarts/core'
import { paint } from './paint'

export interface Spread { label: string; mean: number | null; low: number | null; high: number | null }

interface Drawing { value: (at: number) => number; coord: (point: [number, number]) => [number, number] }

/** Upright beside one another, as one figure over time; `lying` one below the other, as figures with names of their own. */
export function intervalOption(points: readonly Spread[], axis: string, lying = false): EChartsCoreOption {
  const { ink, soft, line, accent, surface, font } = paint()
  const known = points.flatMap((point, place) => (point.mean === null || point.low === null || point.high === null ? [] : [[place, point.mean, point.low, point.high]]))
  const whisker = (_: unknown, at: Drawing): unknown => {
    const place = (column: number): [number, number] => at.coord(lying ? [at.value(column), at.value(0)] : [at.value(0), at.value(column)])
    const [mean, low, high] = [place(1), place(2), place(3)]
    const stroke = { stroke: accent, lineWidth: 2.5 }
    const drawn = (from: [number, number], to: [number, number]): unknown => ({ type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: stroke })
    const bar = ([x, y]: [number, number]): unknown => (lying ? drawn([x, y - 9], [x, y + 9]) : drawn([x - 9, y], [x + 9, y]))
    return {
      type: 'group',
      children: [drawn(low, high), bar(low), bar(high), { type: 'circle', shape: { cx: mean[0], cy: mean[1], r: 6.5 }, style: { fill: accent, stroke: surface, lineWidth: 2 } }],
    }
  }
  const names = { type: 'category', data: points.map((point) => point.label), axisTick: { show: false }, axisLine: { show: false } }
  const values = { type: 'value', name: axis, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line, opacity: 0.6 } } }
  return {
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: lying ? { left: 128, right: 24, top: 8, bottom: 44 } : { left: 64, right: 24, top: 36, bottom: points.some((point) => point.label.includes('\n')) ? 52 : 36 },
    xAxis: lying ? { ...values, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: soft }, splitNumber: 4 } : { ...names, axisLabel: { color: soft, interval: 0 } },
    yAxis: lying ? { ...names, inverse: true, axisLabel: { color: soft, interval: 0, width: 116, overflow: 'break', lineHeight: 15 } } : { ...values, nameTextStyle: { color: soft, align: 'left' } },
    series: [{
      type: 'custom', renderItem: whisker, data: known, encode: lying ? { x: [1, 2, 3], y: 0 } : { x: 0, y: [1, 2, 3] },
      markLine: { silent: true, symbol: 'none', data: [lying ? { xAxis: 0 } : { yAxis: 0 }], lineStyle: { color: soft, type: 'solid', width: 1.5 }, label: { show: false } },
    }],
  }
}
