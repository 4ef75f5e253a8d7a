/** How a course's dates and files are shown: instants in the reader's own zone, files as downloads. */

export function when(instant: string, locale: string, short = false): string {
  const style: Intl.DateTimeFormatOptions = short ? { hour: '2-digit', minute: '2-digit' } : { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' }
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { ...style, hour12: false }).format(new Date(instant))
}

export const fileOf = (course: string, item: string): string => `/api/v1/courses/${course}/items/${item}/file`

/** Codes typed with spaces, commas or line breaks between them. */
export const codes = (text: string): string[] => text.split(/[\s,，、;；]+/u).filter(Boolean)
