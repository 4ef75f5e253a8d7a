/** The shapes of the calendar, of series and of rules on trial. */

import type { Prize } from './prizes'
import type { Arrangement, SeasonAsked } from './sides'
import type { Bilingual, Named, Period, Phase, Rules } from './types'

export interface Clash {
  /** Without an id: a round that its series has yet to make. */
  contests: { id: number | null; title: Bilingual }[]
  agents: number
  teams: Named[]
  people: Named[]
  starts: string
  ends: string
}
export interface Warned { code: string; messages: Bilingual; agents: number; clash: Clash | null }

/** `first` and `last` are business days of its own site: where it lies on a page of the calendar. */
export interface Entry {
  id: number | null
  series: number | null
  title: Bilingual
  site: Named
  participants: 'team' | 'agent'
  format: string
  phase: Phase | 'planned'
  zone: string
  starts: string
  ends: string
  first: string
  last: string
  total: number
  mine: boolean
  agents_over: number
}
export interface CalendarPage { starts: string; ends: string; items: Entry[]; clashes: Clash[] }

// ── series ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Cadence =
  | { kind: 'weekly'; every?: number; lasts?: number }
  | { kind: 'monthly'; every?: number }
  | { kind: 'daily'; weekdays?: number[]; makeup?: boolean }
  | { kind: 'hours'; begins: string; until: string; weekdays?: number[]; makeup?: boolean }
export interface Pause { starts: string; ends: string | null }
export interface Round { title: Bilingual; first: string; last: string; starts: string; ends: string }
export interface Series {
  id: number
  template: string
  template_name: Bilingual
  site: Named
  title: Bilingual
  participants: 'team' | 'agent'
  cadence: Cadence
  on_holidays: boolean
  pauses: Pause[]
  starts_on: string
  ends_on: string | null
  teams: string[]
  agents: string[]
  all: boolean
  rules: Rules | null
  /** Who is compared with whom in every round, and how its leagues or cups are played. */
  arrangement: Arrangement & { season: SeasonAsked | null }
  /** Points for places; null as the template has them. */
  prizes: Prize[] | null
  paused: boolean
  stopped_at: string | null
  still: { code: string; messages: Bilingual; since: string } | null
  running: number | null
  next: number | null
  ahead: Round[]
  may: string[]
  version: number
  warnings: Warned[]
}
export interface SeriesPreview { rounds: Round[]; warnings: Warned[] }

// ── templates ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Further parts of a template travel untouched, so that saving loses none. */
export interface FullTemplate {
  code: string
  name: Bilingual
  about: Bilingual
  skill: Bilingual
  practice: { title: Bilingual; url: string }[]
  format: string
  play: Play
  participants: 'team' | 'agent'
  period: Period
  rules: Rules
  freeze_minutes: number | null
  appeal_hours: number
  two_person: boolean
  prizes: Prize[]
  approved: boolean
  archived: boolean
  version: number
  [part: string]: unknown
}
export type Play = { format: string } & Record<string, unknown>
export interface Fault { code: string; where: string; word: string }
export interface Trial {
  window: { starts: string; ends: string }
  zone: string
  rows: { code: string; name: Bilingual; rank: number | null; score: string | null; reasons: { code: string; metric: string }[] }[]
}
