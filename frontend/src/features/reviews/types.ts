import type { Bilingual, Named } from '../../api/types'

export interface Review {
  id: number
  contest: number
  title: Bilingual
  agent: Named
  team: Named | null
  detector: string
  evidence: { measure: string; usual: number; seen: number; own: number; floor: number; periods: number }
  opened_at: string
  reviewer: string | null
  mine: boolean
  heard_at: string | null
  statement: string | null
  outcome: 'founded' | 'unfounded' | null
  note: string | null
  closed_at: string | null
  forgotten_at: string | null
}
