/** QA forms, judged calls with their disputes, calibration sessions. */

import type { Bilingual, Named } from './types'

/** A mark as decimal text, or null where the line does not apply. */
export type Marks = Record<string, string | null>
export type Ability = 'interpersonal' | 'expression' | 'knowledge' | 'service_skill' | 'adaptability' | 'call_control' | 'responsibility'
export type OnCritical = 'zero' | 'cap' | 'keep'

export interface FormItem {
  code: string
  section: string
  zh: string
  en: string
  points: string
  marks: string[]
  critical: boolean
  may_skip: boolean
  ability: Ability | null
}
/** The lines of a version and what a critical error does to the score. */
export interface Lines { items: FormItem[]; on_critical: OnCritical; cap: string }
export interface QaForm extends Lines {
  code: string
  version: number
  name: Bilingual
  effective: string
  standing: 'draft' | 'coming' | 'in_force' | 'past' | 'retired'
  revision: number
  used: number
  changed_at: string
  changed_by: string | null
  published_at: string | null
  published_by: string | null
  retired_from: string | null
  retired_why: string
  faults: { where: string; text: Bilingual }[]
}

export interface Evaluation {
  id: number
  agent: Named
  team: Named | null
  form: string
  form_name: Bilingual
  version: number
  kind: 'call' | 'test_call'
  call: string
  at: string
  score: string
  critical: number
  evaluator: string
  judged_on: string
  seen: boolean
  dispute: 'open' | 'kept' | 'changed' | null
  withdrawn: boolean
}
export interface Marked { revision: number; marks: Marks; score: string; critical: string[]; by: string; at: string }
export interface Share { code: string; percent: string }
export interface EvaluationDetail {
  evaluation: Evaluation
  form: Lines
  recording: string
  queue: string | null
  comment: string
  revisions: Marked[]
  sections: Share[]
  abilities: Share[]
  dispute: { reason: string; lodged_on: string; outcome: 'open' | 'kept' | 'changed'; answer: string; answered_by: string | null; answered_on: string | null } | null
  dispute_until: string
  withdrawn: { reason: string; by: string; at: string } | null
  may: ('dispute' | 'answer' | 'withdraw')[]
}

export interface Calibration {
  id: number
  title: string
  form: string
  form_name: Bilingual
  version: number
  call: string
  recording: string
  opened_by: string
  opened_at: string
  closed_at: string | null
  given: number
}
export interface CalibrationDetail {
  session: Calibration
  form: Lines
  given: { name: string; mine: boolean; marks: Marks; comment: string; score: string; distance: string | null }[]
  reference: Marks | null
  reference_score: string | null
  note: string
  closed_by: string | null
  apart: { code: string; agreed: number; of: number }[]
  may: ('give' | 'close')[]
}
