/** Decides what a Pareto chart shows: bars by number, the cumulated share as a line, the vital few in the accent colour. */

import type { EChartsCoreOption } from 'echarts/core'
import { paint } from './paint'

export interface Bar { label: string; count: number; cumulated: number; vital: boolean }

export function paretoOption(bars: readonly Bar[], counts: string, share: string): EChartsCoreOption {
  const { ink, soft, line, accent, onAccent, font } = paint()
  const narrow = window.innerWidth < 700
  return {
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 48, right: 52, top: 40, bottom: narrow ? 112 : 76 },
    xAxis: { type: 'category', data: bars.map((bar) => bar.label), axisLabel: { color: soft, interval: 0, rotate: narrow ? 55 : bars.length > 5 ? 24 : 0, width: narrow ? 90 : 150, overflow: 'truncate' }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } },
    yAxis: [
      { type: 'value', name: counts, nameTextStyle: { color: soft, align: 'left' }, minInterval: 1, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line, opacity: 0.6 } } },
      { type: 'value', name: share, nameTextStyle: { color: soft, align: 'right' }, min: 0, max: 100, axisLabel: { color: soft, formatter: '{value}%' }, splitLine: { show: false } },
    ],
    series: [
      { type: 'bar', data: bars.map((bar) => ({ value: bar.count, itemStyle: { color: bar.vital ? accent : line }, label: { color: bar.vital ? onAccent : ink } })), barMaxWidth: 56, label: { show: true, position: 'insideBottom', fontWeight: 600 } },
      { type: 'line', yAxisIndex: 1, data: bars.map((bar) => bar.cumulated), symbol: 'circle', symbolSize: 7, color: soft, lineStyle: { width: 2, color: soft }, markLine: { silent: true, symbol: 'none', data: [{ yAxis: 80 }], lineStyle: { color: soft, type: 'dashed' }, label: { formatter: '80%', color: soft, position: 'insideEndTop' } } },
    ],
  }
}
