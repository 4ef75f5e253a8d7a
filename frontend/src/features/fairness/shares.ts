/** What came of promotion rounds for the groups of one division of everybody. */

import type { Bilingual } from '../../api/types'

export interface Share {
  /** Empty: those too few to be named, together. */
  group: string
  name: Bilingual | null
  people: number
  ready: number
  nominated: number
  promoted: number
  /** The rate of promotion over that of all others; null where they had none. */
  ratio: string | null
  look: boolean
}
export interface Dimension { dimension: string; shares: Share[] }
