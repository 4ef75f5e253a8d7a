/** Certificates for what was earned: the own ones, and the print desk. */

import type { Bilingual, Named } from './types'

export const KINDS = ['award', 'place', 'honor', 'exam', 'course', 'external'] as const
export type Kind = (typeof KINDS)[number]
export const LANGUAGES = ['zh', 'en', 'both'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Certificate {
  kind: Kind
  ground: string
  agent: Named | null
  team: Named | null
  on: string
  title: Bilingual
  name: Bilingual
  says: Bilingual
  number: string | null
  serial: Bilingual | null
  issued_at: string | null
  withdrawn_at: string | null
}
export interface Desk { items: Certificate[]; total: number }
export interface Job { id: number; asked_at: string; language: Language; total: number; done: number; left_out: number; finished: boolean }

export const keyOf = (one: Certificate): { kind: Kind; ground: string; agent?: string; team?: string } => ({
  kind: one.kind, ground: one.ground, ...(one.agent && { agent: one.agent.code }), ...(one.team && { team: one.team.code }),
})
export const nameOfKey = (one: Certificate): string => `${one.kind}/${one.ground}/${one.agent?.code ?? ''}/${one.team?.code ?? ''}`
export const fileOf = (number: string, language: Language): string => `/api/v1/honor-certificates/${number}/file?language=${language}`
export const previewOf = (one: Certificate, language: Language): string => `/api/v1/honor-certificates/preview?${new URLSearchParams({ ...keyOf(one), language })}`
