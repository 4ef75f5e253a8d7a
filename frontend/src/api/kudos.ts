/** Thanks between colleagues, as the service sends them. */

import type { Bilingual, Named } from './types'

export interface Thanks {
  id: number
  giver: Named
  receiver: Named
  value: Named
  words: string
  at: string
  hidden: boolean
  taken_back: boolean
}
/** One's own; `left` of `per_month` this calendar month. */
export interface MyKudos {
  left: number
  per_month: number
  back_after_days: number
  values: Named[]
  received: Thanks[]
  given: Thanks[]
}
export interface Colleague extends Named { team: Bilingual | null }
export interface Unthanked { items: { team: Named; people: (Named & { hired: string })[] }[]; days: number }
export interface KudosValue { code: string; zh: string; en: string }
export interface KudosRules { per_month: number; back_after_days: number; values: KudosValue[] }
