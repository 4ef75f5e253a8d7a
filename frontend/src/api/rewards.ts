/** Points and what they can be had for, as the service sends them. */

import type { Bilingual, Listing, Named } from './types'

export type RewardKind = 'leave' | 'shift_choice' | 'training_seat' | 'gift'
export type RequestState = 'asked' | 'granted' | 'handed' | 'refused' | 'withdrawn' | 'reversed'
export interface Offer extends Named {
  kind: RewardKind
  about: Bilingual
  price: number
  payable: boolean
  most: number | null
  offered: boolean
  stock: number
  had: number
}
export interface RewardRequest {
  id: number
  kind: 'redeem' | 'earn'
  state: RequestState
  agent: Named
  amount: number
  item: Named | null
  item_kind: RewardKind | null
  shift: { day: string; starts: string; ends: string; zone: string } | null
  budget: Named | null
  words: string
  by: Bilingual
  asked_at: string
  decided_by: Bilingual | null
  decided_at: string | null
  decided_words: string
  handed_at: string | null
}
/** One's own; `held` of the points wait for an approval, which is asked for above `asks_above`. */
export interface MyPoints {
  points: number
  held: number
  asks_above: number
  zone: string
  offers: Offer[]
  requests: RewardRequest[]
}
export interface PointsLine { n: number; kind: string; at: string; amount: number; balance: number; item: Bilingual | null; words: string; by: Bilingual; contest: Bilingual | null; contest_id: number | null; place: number | null }
export interface Budget { kind: 'team' | 'site'; of: Named; left: number; held: number }
/** `given` this month and the month's limits hold for leads only. */
export interface Budgets { items: Budget[]; asks_above: number; per_month: number; to_one: number; given: number | null }
export interface LedgerEntry {
  n: number
  kind: string
  at: string
  by: Bilingual
  approved: boolean
  words: string
  item: Bilingual | null
  moves: { account: Bilingual; unit: 'points' | 'item'; amount: number }[]
  reversed: boolean
  reverses: number | null
}
export interface Totals { items: { sort: string; amount: number }[]; balanced: boolean }
export interface PastSeason { name: Bilingual; closed_at: string; expired: number; returned: number }
export interface RewardRules { earn_limit: number; redeem_limit: number; per_month: number; to_one: number; prize_limit: number }
export type Lines = Listing<PointsLine>

/** A number for one wish: sent again after a broken connection, it happens once. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
