/** What travels of a season's settings: the few that leads may choose, and the whole play only where operations changed more. */

import type { Play } from '../api/seasons'
import type { SeasonAsked } from '../api/sides'

const OF_LEADS = ['rhythm', 'legs', 'rounds', 'third_place'] as const

/** `usual` is how the template plays; what was left alone stays the template's. */
export function seasonOf(play: Play, usual: Play): SeasonAsked {
  const beyond = (one: Play): string => JSON.stringify(Object.entries(one).filter(([name]) => !(OF_LEADS as readonly string[]).includes(name)).sort())
  if (beyond(play) !== beyond(usual)) return { play }
  return play.format === 'cup' ? { rhythm: play.rhythm, third_place: play.third_place } : { rhythm: play.rhythm, legs: play.legs, rounds: play.rounds }
}

/** The play of a template with what was asked for laid over it. */
export function playOf(usual: Play, asked: SeasonAsked | null | undefined): Play {
  const base = asked?.play ?? usual
  const set = Object.fromEntries(OF_LEADS.map((name) => [name, asked?.[name]] as const).filter(([, value]) => value !== null && value !== undefined))
  return { ...base, ...set }
}
