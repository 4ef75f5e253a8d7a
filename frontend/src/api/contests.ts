/** Contests by where they stand; asking by state keeps years of finished ones out of the answer. */

import { api } from './client'
import type { Contest, Listing, Phase } from './types'

/** At most `limit` contests of each state, newest window first; `part` leaves those in which one takes part. */
export async function contestsIn(states: readonly Phase[], limit = 50, mine?: 'part'): Promise<Contest[]> {
  const pages = await Promise.all(states.map((state) => api.get<Listing<Contest>>('/contests', { state, limit, mine })))
  return pages.flatMap((page) => page.items)
}
