/** The colours charts take from the tokens, so that they turn dark with everything else. */

import { crestOf } from '../design/crest'

export interface Paint { ink: string; soft: string; line: string; accent: string; onAccent: string; surface: string; font: string; dark: boolean }

export function paint(): Paint {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: read('--ink'), soft: read('--ink-soft'), line: read('--line'), accent: read('--accent'), onAccent: read('--accent-ink'), surface: read('--surface'), font: read('--font'), dark: document.documentElement.dataset.theme === 'dark' }
}

/** A team's own colour, darkened where it would be too pale to follow as a line on light ground. */
export function lineColour(code: string, dark: boolean): string {
  const { hue } = crestOf(code)
  if (dark) return hue
  const parts = [1, 3, 5].map((at) => Math.round(parseInt(hue.slice(at, at + 2), 16) * 0.68))
  return `rgb(${parts.join(',')})`
}

export const DASHES = ['solid', 'dashed', 'dotted'] as const
