/** What people data says in codes, in words; a centre may write kinds of contract and of schooling of its own, which stay as they are. */

import { CONTRACTS } from '../../api/people'
import { useWords } from '../../i18n'

const OWN = new Set<string>(CONTRACTS)

const SCHOOLS = new Set(['secondary', 'vocational', 'bachelor', 'master', 'doctor'])

export function useNaming(): Record<'contract' | 'level' | 'school', (code: string) => string> {
  const { t } = useWords()
  const contract = (code: string): string => {
    const known = code.replaceAll('-', '_')
    return OWN.has(known) ? t(`people.contracts.${known}`) : code
  }
  return {
    contract,
    level: (code) => t(`people.levels.${code}`),
    school: (code) => (SCHOOLS.has(code) ? t(`people.schools.${code}`) : code),
  }
}
