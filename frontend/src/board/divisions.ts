/** Names divisions: the ones the service makes by rule have words, others are called what somebody typed. */

const KNOWN = new Set(['rookies', 'others', 'small', 'large'])

export const divisionName = (t: (key: string) => string, division: string): string => (KNOWN.has(division) ? t(`division.${division}`) : division)

/** The same as the heading of a league's table: a typed `A` is *Division A*, a word of its own stands alone. */
export const divisionTitle = (t: (key: string, named?: Record<string, unknown>) => string, division: string): string =>
  KNOWN.has(division) ? divisionName(t, division) : t('season.division', { pool: division })

/** The divisions of some rows, in their order; none where nobody is set apart. */
export function divisionsOf(rows: readonly { division?: string }[]): string[] {
  const found = [...new Set(rows.map((row) => row.division ?? ''))]
  return found.length > 1 || found.some((one) => one !== '') ? found : []
}
