/** The question bank, exams, sittings, results, and the care that goes with them. */

import type { Bilingual } from './types'

export type Kind = 'single' | 'several' | 'order' | 'number'
export type Answer = number[] | string
export interface Asks { kind: Kind; options?: Bilingual[]; right: number | number[] | string; tolerance?: string; partly?: boolean }
export interface Question { code: string; topic: string; zh: string; en: string; asks: Asks; points?: string }
export interface Kept { question: Question; retired: boolean }
export interface Topic { topic: string; name: Bilingual; questions: number }

export interface Part { topic: string; questions: number }
export interface Blueprint { parts: Part[]; minutes: number; passes: string; shuffle: boolean }
export interface Exam {
  code: string
  title: Bilingual
  blueprint: Blueprint
  opens: string
  closes: string
  counting: boolean
  attempts: number
  days_between: number
  withdrawn: boolean
  invited: number | null
  taken: number | null
}
export interface Invited { code: string; name_zh: string; name_en: string; on_day: string; taken: boolean; any_time: string | null }
/** Of a day at work where nobody has a roster, by the wall clock of each site. */
export interface Hours { starts: string; ends: string }
export interface Guard { exams_a_week: number; questions: number }
export type Who = 'trainees' | 'others'

export interface Asked { code: string; kind: Kind; zh: string; en: string; points: string; options: { number: number; zh: string; en: string }[] }
export interface Seat {
  id: number
  exam: string
  title: Bilingual
  light: boolean
  opened: string
  ends: string
  now: string
  handed_in: string | null
  paper: Asked[]
  answers: Record<string, Answer>
  numbers: Record<string, number>
}
export interface TopicShare { topic: string; name: Bilingual; questions: number; percent: string }
export interface Result { sitting: number; exam: string; title: Bilingual; light: boolean; counting: boolean; attempt: number; on: string; score: string; passed: boolean; topics: TopicShare[] }
export interface Mine {
  code: string
  title: Bilingual
  questions: number
  minutes: number
  passes: string
  counting: boolean
  opens: string
  closes: string
  on_day: string
  sitting: number | null
  passed: boolean
  tries: number
  attempts: number
  no: string | null
  no_word: string
  /** Why it may be taken outside rostered time. */
  any_time: string | null
}
export interface MyExams { exams: Mine[]; results: Result[]; today: string }
export interface PersonResult { code: string; name: Bilingual; on: string; attempt: number; score: string; passed: boolean }
export interface ExamResults { people: PersonResult[]; summary: { people: number; passed: number; mean: string; topics: TopicShare[] } | null }

export type Wish = 'talk' | 'material' | 'no'
export interface Offer { since: string; until: string; answer: Wish | null; talked: boolean }
export interface Talk { id: number; agent: string; name: Bilingual; author: string; on: string; body: string; mine: boolean }

export interface Imported { rows: number; created: number; changed: number; unchanged: number; refused: number; written: boolean; errors: { row: number; column: string | null; messages: Bilingual }[] }
