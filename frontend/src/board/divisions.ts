/** Names divisions: the ones the service makes by rule have words, others are called what somebody typed. */

const KNOWN = new Set(['rookies', 'others', 'small', 'large'])

export const divisionName = (t: (key: string) => string, division: string): string => (KNOWN.has(division) ? t(`division.${division}`) : division)

/** The divisions of some rows, in their order; none where nobody is set apart. */
export function divisionsOf(rows: readonly { division?: string }[]): string[] {
  const found = [...new Set(rows.map((row) => row.division ?? ''))]
  return found.length > 1 || found.some((one) => one !== '') ? found : []
}
