/** What people data says in codes, in words; a centre may write kinds of contract, schooling and leave of its own, which stay as they are. */

import { CONTRACTS } from '../../api/people'
import { useWords } from '../../i18n'

const OWN = new Set<string>(CONTRACTS)

const SCHOOLS = new Set(['secondary', 'vocational', 'bachelor', 'master', 'doctor'])
const LEAVES = new Set(['annual', 'sick', 'personal', 'parental'])

export function useNaming(): Record<'contract' | 'leave' | 'level' | 'school', (code: string) => string> {
  const { t } = useWords()
  const contract = (code: string): string => {
    const known = code.replaceAll('-', '_')
    return OWN.has(known) ? t(`people.contracts.${known}`) : code
  }
  return {
    contract,
    leave: (code) => (LEAVES.has(code) ? t(`people.leaves.${code}`) : code),
    level: (code) => t(`people.levels.${code}`),
    school: (code) => (SCHOOLS.has(code) ? t(`people.schools.${code}`) : code),
  }
}
