/** Files brought in, and what of them was refused. */

import type { Bilingual } from './types'

export interface RowError { row?: number; index?: number; column?: string | null; code: string; messages: Bilingual }
export interface ImportReport {
  kind?: string
  written?: boolean
  refused?: number
  rows: number
  created?: number
  changed?: number
  unchanged?: number
  errors: RowError[]
  changes?: { row: number; key: string; what: string; before: unknown; after: unknown }[]
  facts?: number
  received?: number
  accepted?: number
  superseding?: number
  duplicate?: number
  stale?: number
  rejected?: RowError[]
  preview?: Record<string, unknown>[]
}
export interface Quarantined {
  id: number
  source: string
  fact_id: string | null
  code: string
  messages: Bilingual
  payload: string
  received_at: string
  state: 'open' | 'replayed' | 'discarded'
}
