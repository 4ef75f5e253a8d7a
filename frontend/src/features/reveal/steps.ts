/** Decides where a reveal stands for the person with the remote, and what the big button does. */

import type { Reveal } from '../../api/reveal'

export type Where = 'never' | 'early' | 'played' | 'other' | 'on' | 'over'

export function whereOf(reveal: Reveal): Where {
  if (!reveal.freezes_at) return 'never'
  if (reveal.phase === 'draft' || reveal.phase === 'scheduled' || reveal.phase === 'running') return 'early'
  if (reveal.phase !== 'frozen') return 'over'
  if (reveal.may.includes('present')) return 'on'
  return Date.parse(reveal.ends) > Date.now() ? 'played' : 'other'
}

export type Deed = 'start' | 'next' | 'finish'

/** Without a single place to show (everybody level) the whole board is all there is to reveal. */
export function deedOf(reveal: Reveal): Deed | null {
  if (whereOf(reveal) !== 'on') return null
  if (!reveal.started_at) return reveal.steps ? 'start' : 'finish'
  return reveal.step < reveal.steps ? 'next' : 'finish'
}
