/** Places over time for a wall: fetched when a board's turn begins and now and then after, drawn as lines from place to place. */

import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { api } from '../../api/client'
import type { Race } from '../../api/displays'

const EVERY_MS = 5 * 60_000

export function useRace(contest: number, on: boolean): ShallowRef<Race | null> {
  const race = shallowRef<Race | null>(null)
  if (!on) return race
  async function look(): Promise<void> {
    const found = await api.get<Race>(`/contests/${contest}/race`).catch(() => null)
    // What is known already is worth more than nothing.
    if (found) race.value = found.lines.length > 1 ? found : null
  }
  void look()
  const timer = setInterval(() => void look(), EVERY_MS)
  onScopeDispose(() => clearInterval(timer))
  return race
}

export interface Drawn { id: string; code: string; name: Race['lines'][number]['name']; path: string; end: { x: number; y: number; rank: number } | null }

/** Lines in a field of `width` by one unit a place; who shares a place stands below one another in it. */
export function drawnRace(race: Race, width: number): { lines: Drawn[]; depth: number } {
  const seats = race.at.map((_, mark) => {
    const taken = new Map<number, number>()
    return new Map(race.lines.flatMap((line) => {
      const rank = line.ranks[mark]
      if (rank === null || rank === undefined) return []
      const shared = taken.get(rank) ?? 0
      taken.set(rank, shared + 1)
      return [[line.id, rank + shared] as const]
    }))
  })
  // A team far below the others stands right under them: the field shows who passed whom, not how far apart they are.
  const all = [...new Set(seats.flatMap((seat) => [...seat.values()]))].sort((one, other) => one - other)
  const yOf = (seat: number): number => all.indexOf(seat) + 0.5
  const begins = Date.parse(race.at[0] ?? '')
  const whole = Date.parse(race.at.at(-1) ?? '') - begins || 1
  const lines = race.lines.map((line): Drawn => {
    let path = ''
    let end: Drawn['end'] = null
    let broken = true
    race.at.forEach((at, mark) => {
      const seat = seats[mark]?.get(line.id)
      if (seat === undefined) return void (broken = true)
      const [x, y] = [Math.round((1000 * width * (Date.parse(at) - begins)) / whole) / 1000, yOf(seat)]
      // A line of no length is a dot: who has one place only is seen as well.
      path += broken ? `M${x} ${y}L${x} ${y}` : `L${x} ${y}`
      broken = false
      end = mark === race.at.length - 1 ? { x, y, rank: line.ranks[mark] ?? 0 } : null
    })
    return { id: line.id, code: line.code, name: line.name, path, end }
  })
  return { lines, depth: Math.max(all.length, 1) }
}
