/** Badges and awards, as the service sends them. */

import type { Tier } from '../design/badge'
import type { Bilingual, Named } from './types'

export interface BadgeStep { tier: Tier; at: string }
export interface BadgeRule { kind: string; [field: string]: unknown }
export interface BadgeLimit { times: number; per: string }
export interface Badge {
  code: string
  version: number
  name: Bilingual
  praise: Bilingual
  symbol: string
  of: 'agent' | 'team'
  rule: BadgeRule
  sentence: Bilingual
  why: Bilingual | null
  steps: BadgeStep[]
  limit: BadgeLimit | null
  live: boolean
  effective: string
  ends: string | null
  archived: boolean
  holders: number
}
export interface BadgeDetail { badge: Badge; versions: Badge[] }
export interface Holder { agent: Named; tier: Tier; on: string }

export interface Award {
  id: number
  badge: string
  name: Bilingual
  symbol: string
  tier: Tier
  ground: string
  on: string
  given_at: string
  /** Only for those who may read the owner's figures. */
  value: string | null
  threshold: string
  because: Bilingual
  agent: Named
  seen: boolean
  withdrawn: { at: string; reason: Bilingual } | null
}
export interface Evidence { at: string | null; kind: string; text: Bilingual; link: string | null }
export interface AwardDetail extends Award { evidence: Evidence[] }
export interface Progress { badge: string; name: Bilingual; symbol: string; tier: Tier; value: string; threshold: string; share: string; sentence: Bilingual }
export type Shown = 'everybody' | 'team' | 'nobody'
export interface MyAwards { items: Award[]; progress: Progress[]; shown: Shown }

/** Who would have it today, and since when. */
export interface Preview { subjects: number; items: { agent: string; name: Bilingual; awards: { tier: Tier; on: string; ground: string }[] }[]; total: number }
export interface BadgeFault { code: string; where: string; message: Bilingual }
/** What a display hears when somebody earned one whose owner shows it to everybody. */
/** `agent` is a team where `of` says so. */
export interface BadgeNews { type: 'badge'; of: 'agent' | 'team'; badge: string; name: Bilingual; symbol: string; tier: Tier; agent: Named; team: Named | null; on: string }
