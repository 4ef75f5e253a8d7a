/** Why a participant has no place yet, as a word to look up: kind ones only, and one for what we do not know. */

const KNOWN = new Set(['below_min_fte', 'no_data', 'condition', 'too_few_members', 'no_past'])

/** The keys of the sentences for a row's reasons, each once. A reason may carry what it is about: `no_data:fcr`. */
export function reasonKeys(reasons: readonly string[] | undefined): string[] {
  const codes = (reasons ?? []).map((reason) => reason.split(':')[0] ?? '')
  return [...new Set(codes.map((code) => `reason.${KNOWN.has(code) ? code : 'other'}`))]
}
