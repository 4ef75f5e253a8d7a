/**
 * The symbols of badges, drawn for Echelon on a grid of 24: `fill` is solid, `line` a stroke of two units (or `thick`).
 * Holes run against the outline, so that parts of a symbol may overlap.
 */

export interface Symbol { fill?: string; line?: string; thick?: boolean; family: Family }
/** What a badge is for; it gives the badge its shape, and the pages their order. */
export type Family = 'beginnings' | 'quality' | 'growth' | 'reliable' | 'together'
export const FAMILIES: readonly Family[] = ['beginnings', 'quality', 'growth', 'reliable', 'together']

const beginnings: Record<string, Omit<Symbol, 'family'>> = {
  phone: {
    fill: 'M2 12.5h4.2a1.3 1.3 0 0 1 1.3 1.3v5.4a1.3 1.3 0 0 1-1.3 1.3H5a3 3 0 0 1-3-3zM22 12.5h-4.2a1.3 1.3 0 0 0-1.3 1.3v5.4a1.3 1.3 0 0 0 1.3 1.3H19a3 3 0 0 0 3-3zM11 21h4.4v2.4H11z',
    line: 'M3.2 13.5V11a8.8 8.8 0 0 1 17.6 0v2.5M19.8 20c0 1.5-1.8 2.2-4.6 2.2',
  },
  gate: { fill: 'M1.5 2.5h4.2v2.8h3V2.5h6.6v2.8h3V2.5h4.2v20h-6.6v-7.3a3.9 3.9 0 0 0-7.8 0v7.3H1.5z' },
}
const quality: Record<string, Omit<Symbol, 'family'>> = {
  shield: { fill: 'M12 1.2 21 4.4v7c0 5.2-3.6 9.2-9 11.6-5.4-2.4-9-6.4-9-11.6v-7zM12 4.7v15.1c3.7-2 5.9-4.8 5.9-8.4V6.7z' },
  check: { fill: 'M1.8 13 5 9.8l4.6 4.6L19 5l3.2 3.2L9.6 20.8z' },
  star: { fill: 'M12 1l3.3 7 7.7 1-5.6 5.4 1.3 7.6L12 18.3 5.3 22l1.3-7.6L1 9l7.7-1z' },
  key: { fill: 'M7.2 6a6 6 0 1 1 0 12 6 6 0 1 1 0-12zM7.2 9.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 1 0 0-4.8zM12.5 10.4H23v3.2H12.5zM15.5 12h2.9v5h-2.9zM20.1 12H23v6h-2.9z' },
  anchor: { line: 'M12 7.5v13.8M7.4 11h9.2M2.8 13.5c.6 4.8 4.2 7.9 9.2 7.9s8.6-3.1 9.2-7.9M12 2a2.7 2.7 0 1 1 0 5.4A2.7 2.7 0 0 1 12 2z', thick: true },
  arrow_up: { fill: 'M12 1 22 11.2h-5.8v4.6H7.8v-4.6H2zM7.8 17.4h8.4v2.2H7.8zM7.8 21.2h8.4v2H7.8z' },
  peak: { fill: 'M.5 22 8.7 8.5l4.6 7.3 2.6-4L23.5 22zM8.2 1.2h7.4l-1.9 2.5 1.9 2.5H8.2z', line: 'M8.9 10V1.8' },
  flame: { fill: 'M13 .8c.9 4.6-7 7.4-7 14.6 0 4.4 2.7 7.6 6.2 7.6 3.7 0 6.5-2.9 6.5-7.1 0-3.9-2-5.9-2.8-8.8-1 .8-1.5 2-1.5 3.4C12.9 8.6 15.6 4.6 13 .8zM12.2 20.6c1.6 0 2.8-1.2 2.8-2.9 0-2.1-1.5-3.3-3-4.9-.9 2-2.5 2.7-2.5 4.9 0 1.7 1.1 2.9 2.7 2.9z' },
  crown: { fill: 'M1.8 5.8 7 10.4 12 2.2l5 8.2 5.2-4.6-1.9 12.4H3.7zM3.9 19.6h16.2v2.6H3.9z' },
  bolt: { fill: 'M14.5 1 4 13.6h6L8.5 23 20 9.6h-6.8z' },
}
const growth: Record<string, Omit<Symbol, 'family'>> = {
  book: { fill: 'M1.5 4.2c4-.9 7.3-.3 9.6 1.6v15.5c-2.3-1.8-5.6-2.4-9.6-1.5zM22.5 4.2c-4-.9-7.3-.3-9.6 1.6v15.5c2.3-1.8 5.6-2.4 9.6-1.5z' },
  lamp: { fill: 'M12 1a7.8 7.8 0 0 1 4.8 14c-1 .8-1.4 1.5-1.4 2.6H8.6c0-1.1-.4-1.8-1.4-2.6A7.8 7.8 0 0 1 12 1zM8.6 18.9h6.8v1.9H8.6zM9.9 21.9h4.2v1.6H9.9z' },
  hands: { fill: 'M5.2 12.2h13.9v3.5a7 7 0 0 1-7.1 7.1c-2.8 0-4.7-1.1-6.1-3.2l-4-5.8c-1-1.5.8-3 2.1-1.9l1.2 1z', line: 'M6.5 13.5V6.2M10.2 13V2.8M13.9 13V2.4M17.8 13V5.2', thick: true },
  sprout: { fill: 'M12.5 13C12.4 7.4 8.4 4.6 1.6 4.8 1.7 11 5.7 13.8 12.5 13zM11.7 9.8c.2-5.4 4.2-8.4 11-8.6-.1 6.4-4.2 9.6-11 8.6z', line: 'M12 21V10M5 22h14', thick: true },
  ribbon: { fill: 'M12 .8a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 1 1 0-15.2zM12 4.8a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 1 0 0-7.2zM6.4 14.6l4.9 2.2-.8 6.6-2.5-2.2-3.6 1.2zM17.6 14.6l-4.9 2.2.8 6.6 2.5-2.2 3.6 1.2z' },
}
const reliable: Record<string, Omit<Symbol, 'family'>> = {
  calendar: { fill: 'M2 5.5A1.5 1.5 0 0 1 3.5 4h17A1.5 1.5 0 0 1 22 5.5v15.7a1.5 1.5 0 0 1-1.5 1.5h-17A1.5 1.5 0 0 1 2 21.2zM4.6 9.8v10.3h14.8V9.8zM6 1.4h2.8v4.4H6zM15.2 1.4H18v4.4h-2.8z', line: 'M7.8 14.7l2.9 2.9 5.5-5.5' },
  clock: { line: 'M12 2.2a9.8 9.8 0 1 1 0 19.6 9.8 9.8 0 1 1 0-19.6zM12 6.6V12.3l4 2.7', thick: true },
  leaf: { fill: 'M3.7 18.6C1 9.2 8 2.3 22 2c.5 13.5-6.1 20.9-15.4 18.6L4 23.2 1.9 21.1zM7.7 17.7c4.6-1.7 7.7-4.9 9.2-9.6-4.6 1.5-7.9 4.6-9.9 8.9z' },
  tree: { fill: 'M12 .8a5.5 5.5 0 0 1 5.4 4.3 5.1 5.1 0 0 1-.6 10.1H7.2A5.1 5.1 0 0 1 6.6 5.1 5.5 5.5 0 0 1 12 .8zM10.3 14.5h3.4v6h3.8v2.7h-11v-2.7h3.8z' },
  grove: { fill: 'M12 .6 17.3 13.5h-3.6v9.7h-3.4v-9.7H6.7zM4.7 7.5 7 13.8l.9 2.7H6.1v6.7H3.4v-6.7H.5zM19.3 7.5 17 13.8l-.9 2.7h1.8v6.7h2.7v-6.7h2.9z' },
}
const together: Record<string, Omit<Symbol, 'family'>> = {
  podium: { fill: 'M8.3 8.3h7.4v14.2H8.3zM.8 13.3h6.6v9.2H.8zM16.6 15.8h6.6v6.7h-6.6zM12 1.2a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 1 1 0-5.4z' },
  swing: { fill: 'M14.6 9.4 20 1.5l4 8.7z', line: 'M2 5.5c1.5 9.2 4.8 14.8 8.9 14.8 4.3 0 7.2-4.6 8.6-12', thick: true },
  flag: { fill: 'M6 2.5h16.5l-4.2 5.7 4.2 5.7H6z', line: 'M4.8 1.5v21.3', thick: true },
  team: { fill: 'M12 2.6a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 1 1 0-7.8zM4.5 6.4a3 3 0 1 1 0 6 3 3 0 1 1 0-6zM19.5 6.4a3 3 0 1 1 0 6 3 3 0 1 1 0-6zM5.7 21.4c0-5.4 2.5-9 6.3-9s6.3 3.6 6.3 9zM.4 20c0-4 1.5-6.4 4.1-6.4.5 0 1 .1 1.4.3-1.2 1.6-1.9 3.7-2.1 6.1zM23.6 20c0-4-1.5-6.4-4.1-6.4-.5 0-1 .1-1.4.3 1.2 1.6 1.9 3.7 2.1 6.1z' },
  link: { line: 'M9.7 7 12.3 4.4a5.1 5.1 0 0 1 7.3 7.3L17 14.3M14.3 17l-2.6 2.6a5.1 5.1 0 0 1-7.3-7.3L7 9.7M8.9 15.1l6.2-6.2', thick: true },
  scales: { fill: 'M0 14h9.6a4.8 4.8 0 0 1-9.6 0zM14.4 14H24a4.8 4.8 0 0 1-9.6 0z', line: 'M12 2v20M6.5 22h11M4 6h16M4.8 6 1.5 14M4.8 6l3.3 8M19.2 6l-3.3 8M19.2 6l3.3 8' },
  heart: { fill: 'M12 22 3.2 13.1A6 6 0 0 1 12 4.9a6 6 0 0 1 8.8 8.2z' },
}

const of = (family: Family, drawn: Record<string, Omit<Symbol, 'family'>>): [string, Symbol][] =>
  Object.entries(drawn).map(([name, one]) => [name, { ...one, family }])

export const SYMBOLS: ReadonlyMap<string, Symbol> = new Map([
  ...of('beginnings', beginnings), ...of('quality', quality), ...of('growth', growth), ...of('reliable', reliable), ...of('together', together),
])
/** A symbol nobody has drawn yet is a star. */
export const symbolOf = (name: string): Symbol => SYMBOLS.get(name) ?? { ...(SYMBOLS.get('star') as Symbol) }
