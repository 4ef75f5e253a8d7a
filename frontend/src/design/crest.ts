/** Decides a team's crest: the same code always gets the same colour and pattern, on every screen, for ever. */

/** Hues of Okabe and Ito, lightened until dark ink and the wall's night both stand off by at least 7:1. */
export const HUES = ['#6db9f2', '#f3a93c', '#3fcf9f', '#f1e05a', '#93aaff', '#ff9a6e', '#ee9fd6', '#c9d3e4'] as const
/** What is written or drawn upon them. */
export const INK = '#0a1020'
export const PATTERNS = ['plain', 'pale', 'fess', 'bend', 'chevron', 'quarters', 'cross', 'stripes'] as const
export type Pattern = (typeof PATTERNS)[number]

export interface CrestLook {
  hue: string
  pattern: Pattern
  label: string
}

/** FNV-1a: short, and the same on every machine. */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}

/** Codes that count (T01, T02, …) walk through the hues, so that neighbours differ; others are spread by chance. */
export function crestOf(code: string): CrestLook {
  const digits = /(\d+)$/.exec(code)?.[1]
  const seed = digits === undefined ? spread(code) : Number(digits.slice(-6)) - 1 + HUES.length
  const hue = HUES[seed % HUES.length] ?? HUES[0]
  const turn = digits === undefined ? spread(`${code}·`) : Math.floor(seed / HUES.length) + seed
  const pattern = PATTERNS[turn % PATTERNS.length] ?? 'plain'
  return { hue, pattern, label: labelOf(code, digits) }
}

function labelOf(code: string, digits: string | undefined): string {
  if (digits !== undefined) return String(Number(digits)).slice(-3)
  return [...code.replace(/[^\p{L}\p{N}]/gu, '')].slice(0, 2).join('').toUpperCase()
}
