/** Keeps what a page knows of a season as fresh as its board, and sorts fixtures into what screens show. */

import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { seasonOf, type Fixture, type Round, type Season, type Side } from '../api/seasons'
import type { Bilingual, Board, Row } from '../api/types'
import { tellingPlaces, wholeOr } from '../i18n/decimals'

/** A board may change ten times a second; the fixtures beside it are asked for at most this often. */
const EVERY_MS = 3_000
/** And this often without any change, so that a round that begins is seen to begin. */
const CALM_MS = 30_000

export interface Watched { season: ShallowRef<Season | null>; trouble: ShallowRef<unknown>; again: () => Promise<void> }

/** Asks when `on` says so, whenever the board changes, and now and then. The last good answer stays. */
export function useSeason(contest: number, board: Ref<Board | null>, on: Ref<boolean> = ref(true), wall = false): Watched {
  const season = shallowRef<Season | null>(null)
  const trouble = shallowRef<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let askedAt = 0

  async function again(): Promise<void> {
    if (!on.value) return
    askedAt = Date.now()
    plan(CALM_MS)
    try {
      season.value = await seasonOf(contest, wall)
      trouble.value = null
    } catch (reason) {
      trouble.value = reason
    }
  }
  function plan(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void again(), ms)
  }
  watch(on, () => void again(), { immediate: true })
  watch(board, () => { if (on.value) plan(Math.max(0, askedAt + EVERY_MS - Date.now())) })
  onScopeDispose(() => clearTimeout(timer))
  return { season, trouble, again }
}

/** The rows of each table, in the order of the board; a cup has none. */
export function tablesOf(rows: readonly Row[]): { pool: string; rows: Row[] }[] {
  const pools = new Map<string, Row[]>()
  for (const row of rows) if (row.table) pools.set(row.table.pool, [...(pools.get(row.table.pool) ?? []), row])
  return [...pools]
    .map(([pool, own]) => ({ pool, rows: own.sort((one, other) => (one.table?.place ?? 0) - (other.table?.place ?? 0)) }))
    .sort((one, other) => one.pool.localeCompare(other.pool))
}

/** The rounds of the bracket with their ties, and the match for the third place if there is one. */
export function bracketOf(rounds: readonly Round[]): { columns: { round: Round; ties: Fixture[] }[]; third: Fixture | null } {
  const columns = rounds
    .map((round) => ({ round, ties: round.fixtures.filter((one) => one.stage === 'cup') }))
    .filter((column) => column.ties.length)
  return { columns, third: rounds.flatMap((round) => round.fixtures).find((one) => one.stage === 'third') ?? null }
}

/** How a round of the bracket is called, by how many ties it has: `final`, `semi`, `quarter`, else its number. */
export function stageName(ties: number): 'final' | 'semi' | 'quarter' | 'early' {
  return ties === 1 ? 'final' : ties === 2 ? 'semi' : ties === 4 ? 'quarter' : 'early'
}

export interface WallTie { slot: number; over: boolean; sides: { id: string; code: string; name: Bilingual; best: boolean; out: boolean }[] }
const MOST_TIES = 8

/** Pages of the newest round of a bracket that is too large for the tree, then null for the tree itself, which begins with at most
 * four ties. */
export function wallPages(season: Season): ({ round: number; part: number; parts: number; ties: WallTie[] } | null)[] {
  const newest = bracketOf(season.rounds).columns.at(-1)
  if (!newest || newest.ties.length <= 4) return [null]
  const ties = newest.ties.map((tie, slot) => ({
    slot,
    over: tie.winner !== null,
    sides: [tie.home, tie.away].filter((side): side is Side => side !== null).map((side) => ({
      id: side.id,
      code: side.named.code,
      name: side.named.name,
      best: tie.winner ? tie.winner === side.id : tie.ahead === (side === tie.home ? 'home' : 'away'),
      out: tie.winner !== null && tie.winner !== side.id,
    })),
  }))
  const parts = Math.ceil(ties.length / MOST_TIES)
  return [...Array.from({ length: parts }, (_, part) => ({ round: newest.round.round, part: part + 1, parts, ties: ties.slice(part * MOST_TIES, (part + 1) * MOST_TIES) })), null]
}

const MOST_FIXTURES = 7

/** The round that is on, its fixtures in pages of nearly equal length, and who rests. */
export function fixturesOnWall(season: Season): { round: Round | null; pages: Fixture[][]; resting: Fixture[] } {
  const round = season.rounds.find((one) => one.round === season.current) ?? season.rounds[0] ?? null
  const fixtures = (round?.fixtures ?? []).filter((one) => one.away)
  const count = Math.max(1, Math.ceil(fixtures.length / MOST_FIXTURES))
  const size = Math.ceil(fixtures.length / count)
  return {
    round,
    pages: Array.from({ length: count }, (_, page) => fixtures.slice(page * size, (page + 1) * size)),
    resting: (round?.fixtures ?? []).filter((one) => !one.away && one.stage !== 'decider'),
  }
}

/** Everything a team has to do with, round by round. */
export function fixturesOf(rounds: readonly Round[], id: string): { round: Round; fixture: Fixture }[] {
  return rounds.flatMap((round) =>
    round.fixtures.filter((one) => one.home.id === id || one.away?.id === id).map((fixture) => ({ round, fixture })),
  )
}

/** As many decimals as tell two scores apart; none for goals. */
export function decimalsOf(fixture: Fixture): number {
  const scores = [fixture.home.score, fixture.away?.score ?? null]
  return tellingPlaces(scores, wholeOr(scores, 1))
}

/** How many decimals the sums of a table take: none where whole things are counted. */
export const tablePlaces = (rows: readonly Row[]): number =>
  wholeOr(rows.flatMap((row) => [row.table?.scores_for, row.table?.against]), 1)
