/** Courses, plans, practice and surveys as they travel. */

import type { Bilingual, Named } from './types'

export type CourseKind = 'skill' | 'product' | 'service' | 'onboarding' | 'care' | 'career'
export type ItemKind = 'link' | 'file' | 'session'
export type Practising = 'homework' | 'hands_on' | 'exercise' | 'role_play' | 'sharing'
export type PracticeStage = 'given' | 'handed_in' | 'approved' | 'sent_back'
export type Attendance = 'present' | 'absent' | 'excused'

export const KINDS: readonly CourseKind[] = ['skill', 'product', 'service', 'onboarding', 'care', 'career']
export const PRACTISING: readonly Practising[] = ['homework', 'hands_on', 'exercise', 'role_play', 'sharing']

export interface CourseSession { id: number; starts: string; ends: string; place: string; replay: string | null; cancelled: boolean; noted: boolean }
export interface CourseItem { code: string; kind: ItemKind; title: Bilingual; needed: boolean; url: string | null; file_name: string | null; file_bytes: number | null; sessions: CourseSession[] }
export interface Course {
  code: string
  kind: CourseKind
  title: Bilingual
  about: Bilingual
  items: CourseItem[]
  practice: Partial<Record<Practising, number>>
  from_months: number | null
  trained: string | null
  exam_before: string | null
  exam_after: string | null
  retired: boolean
}
export interface PlanLine {
  id: number
  agent: Named
  team: Named | null
  course: Named
  assigned_on: string
  due: string | null
  /** The due day that was asked for, where one is not at work on it. */
  due_wished: string | null
  overdue: boolean
  chosen: boolean
  completed_on: string | null
  items_left: number
  practice_left: number
}
export interface MyCourse {
  id: number
  course: Course
  assigned_on: string
  due: string | null
  due_wished: string | null
  overdue: boolean
  chosen: boolean
  completed_on: string | null
  seen: Record<string, string>
  missing_items: string[]
  missing_practice: Partial<Record<Practising, number>>
  said: boolean
  /** Dates to come at which one is not at work. */
  off_duty: number[]
}
export interface MyPlan { plans: MyCourse[]; offered: Course[] }
export interface PracticeRecord {
  id: number
  agent: Named
  team: Named | null
  course: Named | null
  kind: Practising
  title: string
  why: string
  stage: PracticeStage
  due: string | null
  on: string | null
  words: string
  file_name: string | null
  handed_in: string | null
  decided_by: string | null
  decided_on: string | null
  answer: string
  /** Practised on a day on which the person was not at work. */
  off_duty: boolean
}
/** `off_duty`: not at work then. */
export interface Attender { agent: Named; mark: Attendance | null; off_duty: boolean }
export interface CourseQuestion { id: number; item: string; words: string; asked_by: Named | null; mine: boolean; asked_at: string; answer: string | null }
export interface SurveyTopic { place: number; title: Bilingual; course: Named | null; asked: number | null }
export interface Survey {
  id: number
  title: Bilingual
  team: Named | null
  closes: string
  open: boolean
  asks_me: boolean
  answered: boolean
  told: boolean
  answers: number | null
  topics: SurveyTopic[]
  wishes: string[]
}
export interface Interval { n: number; mean: number; low: number; high: number }
export interface Compared {
  metric: string
  name: Bilingual
  unit: string
  good: 'higher' | 'lower'
  per_day: boolean
  takers: number
  others: number
  estimate: Interval | null
  before: number | null
  after: number | null
}
export interface Effect {
  course: string
  weeks: number
  fewest: number
  completed: number
  too_early: number
  knowledge: { n: number; estimate: Interval | null } | null
  behaviour: Compared | null
  performance: Compared | null
  feedback: { n: number; mean: string | null }
}
