/** How a course's dates and files are shown: instants in the reader's own zone, files as downloads. */

import type { Locale } from '../../api/types'
import { clock, moment } from '../../i18n/moments'

export const when = (instant: string, locale: Locale, short = false): string => (short ? clock : moment)(locale, instant)

export const fileOf = (course: string, item: string): string => `/api/v1/courses/${course}/items/${item}/file`

/** Codes typed with spaces, commas or line breaks between them. */
export const codes = (text: string): string[] => text.split(/[\s,，、;；]+/u).filter(Boolean)
