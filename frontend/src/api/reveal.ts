/** The freeze of a contest and its ceremony, as whoever presents it sees them. */

import type { Phase, Stage } from './types'

export interface Presenter { id: number; name: string }
export interface Reveal {
  phase: Phase
  ends: string
  freezes_at: string | null
  reveal_by: string | null
  revealed_at: string | null
  presenter: Presenter | null
  may: ('name' | 'see' | 'present')[]
  started_at: string | null
  step: number
  /** How many stages there are to show. */
  steps: number
  /** All of them, the first place last; for who presents without seeing the truth, those that everybody sees. */
  stages: Stage[]
  outdated: boolean
  walls: number
}
