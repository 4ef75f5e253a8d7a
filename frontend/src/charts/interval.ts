/** Decides what a chart of changes with their intervals shows: a dot, its whisker, and the line of no change. */

import type { EChartsCoreOption } from 'echarts/core'
import { paint } from './paint'

export interface Spread { label: string; mean: number | null; low: number | null; high: number | null }

interface Drawing { value: (at: number) => number; coord: (point: [number, number]) => [number, number] }

export function intervalOption(points: readonly Spread[], axis: string): EChartsCoreOption {
  const { ink, soft, line, accent, surface, font } = paint()
  const known = points.flatMap((point, place) => (point.mean === null || point.low === null || point.high === null ? [] : [[place, point.mean, point.low, point.high]]))
  const whisker = (_: unknown, at: Drawing): unknown => {
    const [x, top] = at.coord([at.value(0), at.value(3)])
    const [, bottom] = at.coord([at.value(0), at.value(2)])
    const [, middle] = at.coord([at.value(0), at.value(1)])
    const stroke = { stroke: accent, lineWidth: 2.5 }
    const bar = (y: number): unknown => ({ type: 'line', shape: { x1: x - 9, x2: x + 9, y1: y, y2: y }, style: stroke })
    return {
      type: 'group',
      children: [{ type: 'line', shape: { x1: x, x2: x, y1: top, y2: bottom }, style: stroke }, bar(top), bar(bottom), { type: 'circle', shape: { cx: x, cy: middle, r: 6.5 }, style: { fill: accent, stroke: surface, lineWidth: 2 } }],
    }
  }
  return {
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 64, right: 24, top: 36, bottom: points.some((point) => point.label.includes('\n')) ? 52 : 36 },
    xAxis: { type: 'category', data: points.map((point) => point.label), axisLabel: { color: soft, interval: 0 }, axisTick: { show: false }, axisLine: { show: false } },
    yAxis: { type: 'value', name: axis, nameTextStyle: { color: soft, align: 'left' }, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line, opacity: 0.6 } } },
    series: [{
      type: 'custom', renderItem: whisker, data: known, encode: { x: 0, y: [1, 2, 3] },
      markLine: { silent: true, symbol: 'none', data: [{ yAxis: 0 }], lineStyle: { color: soft, type: 'solid', width: 1.5 }, label: { show: false } },
    }],
  }
}
