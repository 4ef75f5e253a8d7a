/** What each kind of record asks for, and what is wrong with what was typed. */

export interface Field {
  name: string
  shape: 'code' | 'decimal' | 'text' | 'day' | 'choice'
  needed?: boolean
  long?: boolean
  options?: readonly string[]
  example?: string
}

const code = (name: string, example: string): Field => ({ name, shape: 'code', needed: true, example })
const choice = (name: string, options: readonly string[]): Field => ({ name, shape: 'choice', needed: true, options })
const note: Field = { name: 'note', shape: 'text', long: true }

export const FORMS: Record<string, readonly Field[]> = {
  exam: [code('exam', 'intermediate'), { name: 'value', shape: 'decimal', needed: true, example: '86.5' }],
  test_call: [{ name: 'value', shape: 'decimal', needed: true, example: '88' }],
  course: [code('course', 'billing_basics')],
  attended: [code('course', 'billing_basics')],
  practice: [code('course', 'billing_basics'), note],
  training_hours: [{ name: 'hours', shape: 'decimal', needed: true, example: '4' }],
  gate: [choice('stage', ['study', 'shadowing', 'reverse_shadowing', 'test_calls']), choice('result', ['pass', 'hold', 'exit']), { name: 'reason', shape: 'text', needed: true, long: true }],
  endorsement: [choice('role', ['lead', 'trainer', 'analyst']), note],
  post: [code('post', 'deputy'), { name: 'ends', shape: 'day' }],
  deed: [choice('deed', ['mentored', 'case_given', 'case_defended', 'coached']), note],
  badge: [code('badge', 'service_star')],
  education: [code('proof', 'bachelor')],
  mark: [code('criterion', 'rotation'), choice('met', ['true', 'false']), { name: 'reason', shape: 'text', needed: true, long: true }],
  disciplinary: [{ name: 'case', shape: 'text', needed: true, example: '2026-014' }, choice('event', ['opened', 'closed'])],
}

const CODE = /^[a-z][a-z0-9_]{0,63}$/
const DECIMAL = /^\d{1,12}(\.\d{1,6})?$/

/** The name of the sentence that says what is wrong, or null. */
export function wrongOf(field: Field, text: string): string | null {
  const typed = text.trim()
  if (!typed) return field.needed ? 'trouble.fill' : null
  if (field.shape === 'code' && !CODE.test(typed)) return 'records.badCode'
  if (field.shape === 'decimal' && !DECIMAL.test(typed)) return 'records.badNumber'
  return null
}

export function bodyOf(kind: string, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: Record<string, unknown> = { kind }
  for (const field of FORMS[kind] ?? []) {
    const typed = (values[field.name] ?? '').trim()
    if (typed) body[field.name] = field.name === 'met' ? typed === 'true' : typed
  }
  return body
}
