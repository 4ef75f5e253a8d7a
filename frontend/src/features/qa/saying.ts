/** What sections, abilities and outcomes of forms are called. */

import { useWords } from '../../i18n'

const SECTIONS = ['opening', 'service', 'solution', 'closing', 'abilities', 'law', 'rules']

export const OUTCOMES = {
  open: { tone: 'gold', mark: '◔' },
  kept: { tone: 'quiet', mark: '●' },
  changed: { tone: 'accent', mark: '✎' },
} as const

export function useForms(): { section: (code: string) => string } {
  const { t } = useWords()
  /** A centre names sections of its own; those that ship have words. */
  return { section: (code) => (SECTIONS.includes(code) ? t(`qa.sections.${code}`) : code) }
}
