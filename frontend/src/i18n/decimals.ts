/** Shows exact decimals without ever passing through a float: text in, text out, rounded half-even like the service. */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** The amount as an integer in units of 10^-places, or null when the text is no plain decimal. Rounds half-even. */
export function scaled(text: string, places: number): bigint | null {
  const parts = DECIMAL.exec(text)
  if (!parts) return null
  const [, sign, whole = '0', fraction = ''] = parts
  const kept = fraction.slice(0, places).padEnd(places, '0')
  const rest = fraction.slice(places)
  let units = BigInt(whole + kept)
  if (rest && roundsUp(rest, units)) units += 1n
  return sign === '-' ? -units : units
}

function roundsUp(rest: string, units: bigint): boolean {
  const half = '5'.padEnd(rest.length, '0')
  return rest > half || (rest === half && units % 2n === 1n)
}

/** `1234.5` → `1,234.50`; text that is no decimal comes back as it is. */
export function fixed(text: string, places: number): string {
  const units = scaled(text, places)
  if (units === null) return text
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = units < 0n ? '−' : ''
  return places ? `${sign}${whole}.${digits.slice(digits.length - places)}` : sign + whole
}

/** As `fixed`, without trailing zeros: for targets and weights that people typed. */
export function plain(text: string): string {
  const parts = DECIMAL.exec(text)
  if (!parts) return text
  return fixed(text, (parts[3] ?? '').replace(/0+$/, '').length)
}

/** Rounded to at most `most` places, without trailing zeros. */
export function brief(text: string, most: number): string {
  const said = fixed(text, most)
  return said.includes('.') ? said.replace(/\.?0+$/, '') : said
}

/** `places`, or none where all amounts are whole: goals and calls are not counted in tenths. */
export function wholeOr(amounts: readonly (string | null | undefined)[], places: number): number {
  return amounts.every((amount) => !amount || !/\.\d*[1-9]/.test(amount)) ? 0 : places
}

/** As few places as tell different scores apart and show no gap as nothing; at least `base`, at most a score's four. */
export function tellingPlaces(scores: readonly (string | null)[], base: number, gaps: readonly (string | null)[] = []): number {
  const known = [...new Set(scores.filter((score): score is string => score !== null))]
  const real = gaps.filter((gap): gap is string => gap !== null && scaled(gap, 4) !== 0n)
  for (let places = base; places < 4; places += 1) {
    const told = new Set(known.map((score) => fixed(score, places))).size === known.length
    if (told && real.every((gap) => scaled(gap, places) !== 0n)) return places
  }
  return Math.max(base, 4)
}

/** part ÷ whole as a number for *drawing only*, cut to 0…1; 0 when there is nothing to divide. */
export function portion(part: string | null, whole: string | null): number {
  const upper = part === null ? null : scaled(part, 6)
  const lower = whole === null ? null : scaled(whole, 6)
  if (upper === null || lower === null || lower <= 0n || upper <= 0n) return 0
  return upper >= lower ? 1 : Number((upper * 10_000n) / lower) / 10_000
}

/** The greater of some amounts; null when there is none. */
export function greatest(amounts: readonly (string | null)[]): string | null {
  let found: string | null = null
  for (const amount of amounts) {
    if (amount !== null && (found === null || (scaled(amount, 6) ?? 0n) > (scaled(found, 6) ?? 0n))) found = amount
  }
  return found
}

/** one − other, as decimal text with `places` places; null where either is no decimal. */
export function difference(one: string, other: string, places = 4): string | null {
  const [upper, lower] = [scaled(one, places), scaled(other, places)]
  if (upper === null || lower === null) return null
  const units = upper - lower
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
