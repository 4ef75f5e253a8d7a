/** Walls: what one asks and is told, what whoever looks after it sees. */

import type { Bilingual, Locale, Named } from './types'

export interface Pairing { code: string; secret: string; expires: string }
export interface ShownNotice { id: number; text: Bilingual; ends_at: string }
export interface DisplayMe {
  name: string
  site: Named
  team: Named | null
  locale?: Locale
  contests: { id: number }[]
  /** What takes its turn, in this order: `boards`, `race` after every board, and kinds of scenes. */
  scenes: string[]
  turn_s: number
  sound: boolean
  pinned: boolean
  notices: ShownNotice[]
  /** Commands as numbers that only grow. */
  skips: number
  reloads: number
  /** Seconds after which to ask again. */
  again_s?: number
}
export interface DisplayTold { at: string; current: boolean; shows: string; contest: number | null; width: number; height: number; stale: boolean }
export interface Display {
  id: number
  name: string
  site: Named
  team: Named | null
  contests: number[]
  locale: Locale
  seen_at: string | null
  confirmed_at: string
  revoked_at: string | null
  scenes: string[] | null
  turn_s: number
  sound: boolean
  pinned: number | null
  told: DisplayTold | null
  /** Whether who asks may change what it shows. */
  steers: boolean
}
export interface SceneKind { kind: string; name: Bilingual; alone: boolean }
export interface Notice { id: number; site: Named; displays: number[]; text: Bilingual; by: string | null; created_at: string; ends_at: string; may_withdraw: boolean }
export interface Race { at: string[]; lines: { id: string; code: string; name: Bilingual; ranks: (number | null)[] }[] }
