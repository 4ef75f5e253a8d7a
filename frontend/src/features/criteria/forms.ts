/** What the editor does with the one table of kinds and fields: fresh criteria, what was typed, and faults at their place. */

import type { Asked, Criterion, Fault, Field, Kind, OrderKey, Step, VersionDetail } from '../../api/criteria'

/** A step as it is edited and sent: levels are codes. */
export interface StepDraft { source: string; target: string; asked: Asked[]; order: OrderKey[] }
export interface Draft { effective: string; note: string; steps: StepDraft[] }

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export function draftOf(version: VersionDetail): Draft {
  return { effective: version.effective, note: version.note, steps: version.steps.map(stepDraft) }
}

function stepDraft(step: Step): StepDraft {
  return { source: step.source.code, target: step.target.code, asked: step.asked.map(bare), order: copy(step.order) }
}

/** Without the sentence, which the service writes. */
function bare(asked: Asked): Asked {
  const { code, zh, en, criterion, role, weight, enabled } = asked
  return { code, zh, en, criterion: copy(criterion), role, weight, enabled }
}

/** What is sent: the service refuses fields it does not know. */
export const sent = (draft: Draft): { effective: string; steps: StepDraft[] } => ({ effective: draft.effective, steps: draft.steps })

export function kindOf(kinds: readonly Kind[], code: string): Kind {
  const found = kinds.find((one) => one.kind === code)
  if (!found) throw new Error(`no kind ${code}`)
  return found
}

/** A new criterion of a kind, with what another one had under the same name in the same kind of field. */
export function freshCriterion(kinds: readonly Kind[], code: string, before?: Criterion): Criterion {
  const was = before && kindOf(kinds, before.kind)
  const fields = kindOf(kinds, code).fields.map((field) => {
    const same = was?.fields.some((one) => one.name === field.name && one.widget === field.widget)
    if (field.widget === 'alternatives') return [field.name, [freshCriterion(kinds, 'mentoring'), freshCriterion(kinds, 'cases')]]
    return [field.name, copy(same && before ? before[field.name] : field.start)]
  })
  return { kind: code, ...(Object.fromEntries(fields) as Record<string, unknown>) }
}

export function freshAsked(kinds: readonly Kind[], kind: string, taken: readonly string[]): Asked {
  let code = kind
  for (let n = 2; taken.includes(code); n += 1) code = `${kind}_${n}`
  const { zh, en } = kindOf(kinds, kind).name
  return { code, zh, en, criterion: freshCriterion(kinds, kind), role: kind === 'education' ? 'bonus' : 'required', weight: '1', enabled: true }
}

/** What a field shows of its value. */
export function shown(field: Field, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (field.widget === 'codes') return (value as string[]).join(', ')
  if (field.widget === 'bonus') return Object.entries(value as Record<string, string>).map(([code, part]) => `${code} ${part}`).join('\n')
  return String(value)
}

/** The value of what was typed. What cannot be read stays text: the service says at its place what is wrong with it. */
export function typed(field: Field, text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '' && field.optional) return null
  switch (field.widget) {
    case 'number':
      return /^-?\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed
    case 'codes':
      return trimmed.split(/[\s,，、;；]+/).filter((part) => part !== '')
    case 'bonus':
      return Object.fromEntries(
        trimmed.split('\n').map((line) => line.trim().split(/[\s:：=]+/)).filter(([code]) => code).map(([code, part]) => [code, (part ?? '').replace(/%$/, '')]),
      )
    default:
      return trimmed
  }
}

/** The faults of a place and of all within it. */
export function faultsAt(faults: readonly Fault[], where: string): Fault[] {
  return faults.filter((fault) => fault.where === where || fault.where.startsWith(`${where}.`))
}

export const contestsIn = (criterion: Criterion): boolean =>
  criterion.kind === 'contests' || (criterion.kind === 'any_of' && (criterion.of as Criterion[]).some(contestsIn))

/** What candidates may be ordered by: never by contests. */
export const orderable = (step: StepDraft): Asked[] => step.asked.filter((one) => one.enabled && !contestsIn(one.criterion))

/** The list with one thing moved up (-1) or down (1); at the ends nothing happens. */
export function moved<T>(list: readonly T[], place: number, by: -1 | 1): T[] {
  const other = place + by
  const found = [...list]
  if (other < 0 || other >= list.length) return found
  ;[found[place], found[other]] = [found[other] as T, found[place] as T]
  return found
}
