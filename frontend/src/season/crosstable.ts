/** Who played whom in each table of a league and how it went, from the side of each row. */

import type { Fixture, Season, Side } from '../api/seasons'
import type { Bilingual, Board } from '../api/types'

export interface Meeting {
  round: number
  fixture: Fixture
  /** Nothing while nobody knows; neither side qualified: both have lost. */
  letter: 'w' | 'd' | 'l' | ''
  over: boolean
  mine: string | null
  theirs: string | null
}
export interface CrossSide { id: string; code: string; name: Bilingual; own: boolean }
export interface Crosstable {
  pool: string
  sides: CrossSide[]
  /** By row, then by column. */
  meetings: Map<string, Map<string, Meeting[]>>
}

/** A table for every pool, its sides in the order of the board: whoever sees no whole table learns no place from it. */
export function crosstablesOf(season: Season, board: Board | null): Crosstable[] {
  const order = new Map([...(board?.rows ?? []), ...(board?.taking_part ?? [])].map((one, place) => [one.id, place]))
  const found = new Map<string, { sides: Map<string, Side>; meetings: Crosstable['meetings'] }>()
  for (const round of season.rounds) {
    const over = round.phase === 'provisional' || round.phase === 'final'
    for (const fixture of round.fixtures.filter((one) => one.stage === 'table')) {
      const pool = found.get(fixture.pool) ?? { sides: new Map<string, Side>(), meetings: new Map() }
      found.set(fixture.pool, pool)
      for (const [side, other] of [[fixture.home, fixture.away], [fixture.away, fixture.home]] as const) {
        if (!side) continue
        pool.sides.set(side.id, side)
        if (!other) continue
        const row = pool.meetings.get(side.id) ?? new Map<string, Meeting[]>()
        pool.meetings.set(side.id, row)
        const met: Meeting = { round: round.round, fixture, letter: letterOf(fixture, side, over), over, mine: side.score, theirs: other.score }
        row.set(other.id, [...(row.get(other.id) ?? []), met])
      }
    }
  }
  const placeOf = (side: CrossSide): number => order.get(side.id) ?? order.size
  return [...found]
    .map(([pool, { sides, meetings }]) => ({
      pool,
      sides: [...sides.values()]
        .map((side) => ({ id: side.id, code: side.named.code, name: side.named.name, own: side.own }))
        .sort((one, other) => placeOf(one) - placeOf(other) || one.code.localeCompare(other.code)),
      meetings,
    }))
    .sort((one, other) => one.pool.localeCompare(other.pool))
}

function letterOf(fixture: Fixture, side: Side, over: boolean): Meeting['letter'] {
  if (fixture.ahead === null) return ''
  if (fixture.ahead === 'none') return over ? 'l' : ''
  if (fixture.ahead === 'draw') return 'd'
  return (fixture.ahead === 'home') === (fixture.home.id === side.id) ? 'w' : 'l'
}
