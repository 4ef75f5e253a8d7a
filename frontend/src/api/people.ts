/** People as people data has them. Days are dates of the site's working calendar; stretches of time do not hold their end. */

import type { Bilingual, Named } from './types'

export interface Skill { queue: string; since: string }
export interface Personal {
  hired: string
  left_on: string | null
  level: string
  level_since: string | null
  education: string | null
  fte: string
  contract: string
  producing: boolean
  skills: Skill[]
}
/** `personal` is null for whom it is not to see. */
export interface Person { code: string; name: Bilingual; site: string; team: Named | null; post: string | null; personal: Personal | null }
export interface Site { code: string; name: Bilingual; zone: string; day_starts: string }
export interface Team { code: string; name: Bilingual; site: string; closed_on: string | null }
export type Post = 'member' | 'deputy' | 'lead'
export interface Membership { id: number; agent: string; team: string; starts: string; ends: string | null; post: Post }
export interface Employment { id: number; agent: string; starts: string; ends: string | null; fte: string; contract: string; producing: boolean }
export interface Leave { id: number; agent: string; starts: string; ends: string; part: 'whole' | 'morning' | 'afternoon'; kind?: string }
export interface Shift { day: string; starts: string; ends: string }

export const POSTS: readonly Post[] = ['member', 'deputy', 'lead']
export const CONTRACTS = ['permanent', 'fixed_term', 'part_time', 'agency', 'intern'] as const
export const LEVELS = ['trainee', 'junior', 'intermediate', 'senior', 'expert', 'deputy_lead', 'team_lead', 'supervisor'] as const
