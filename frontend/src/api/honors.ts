/** Collective honors and titles, as the service sends them. */

import type { Tier } from '../design/badge'
import type { Bilingual, Named } from './types'

export type HonorKind = 'red_banner' | 'team_of_the_month' | 'season_champion' | 'zero_complaint_team' | 'most_improved_team'
export interface Honor {
  id: number
  honor: HonorKind
  name: Bilingual
  symbol: string
  key: string
  period: Bilingual
  team: Named
  site: Named
  starts: string
  ends: string
  reason: string
  because: Bilingual
  contest: number | null
  revision: number | null
  provisional: boolean
  given_at: string
  corrected: { at: string; why: Bilingual } | null
}
export interface Held { team: Named; since: string; weeks: number }
export type TitleLevel = 'national' | 'province' | 'city' | 'district' | 'industry' | 'company'
export interface Title {
  id: number
  name: Bilingual
  issuer: Bilingual
  level: TitleLevel
  year: number
  team: Named | null
  agent: Named | null
  issued: string
  expires: string | null
  state: 'unproven' | 'to_come' | 'valid' | 'ends_soon' | 'expired'
  /** The name of the document, only for those who may open it. */
  proof: string | null
  version: number
}
export interface SiteHonors { site: Named; banner: Honor | null; held: Held | null; before: Held[]; months: Honor[]; seasons: Honor[] }
export interface HonorWall { sites: SiteHonors[]; titles: Title[]; ending: Title[] }
export interface BannerHistory { site: Named; weeks: Honor[]; holders: Held[] }
/** Whose something is, as walls name it. */
export interface Whose { of: 'agent' | 'team' | 'centre'; code: string; name: Bilingual }
export interface FamousTeam { team: Named; site: Named; counts: Partial<Record<HonorKind, number>>; titles: number }
export interface FamousPerson { agent: Named; team: Named | null; site: Named; badges: { badge: string; name: Bilingual; symbol: string; tier: Tier }[]; titles: Title[]; gold: number }
export interface Hall { teams: FamousTeam[]; people: FamousPerson[] }
export interface TeamHonors { team: Named; site: Named; items: Honor[]; titles: Title[] }

export type FedHonor = Exclude<HonorKind, 'zero_complaint_team'>
export interface Feed { honor: FedHonor; site: string; series: number[]; contests: number[] }
export type HonorAsk = { kind: HonorKind; least_ranked?: number; least_contacts?: number; least_days?: number; at_least?: string; least_compared?: number }
export interface HonorRules { feeds: Feed[]; honors: HonorAsk[]; complaints: string; contacts: string }
export interface HonorSource { id: number; kind: 'series' | 'contest'; honors: FedHonor[]; site: string; title: Bilingual }
export interface HonorRulesInForce { rules: HonorRules; played: { honor: FedHonor; site: Named; series: number[]; contests: number[] }[]; sources: HonorSource[] }
export interface HonorBefore { id: number; honor: HonorKind; name: Bilingual; period: Bilingual; key: string; team: Named; site: Named; words: string; made_at: string }
