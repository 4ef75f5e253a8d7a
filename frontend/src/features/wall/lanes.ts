/** Decides what a wall shows of a board: pages of rows that can be read from six metres, and how far each bar reaches. */

import type { Board, Row } from '../../api/types'
import { widthOf } from '../../design/width'
import { greatest, portion } from '../../i18n/decimals'

export const MOST_ROWS = 12
/** How long a page of rows or a scene stays. */
export const FRAME_MS = 10_000

/** Pages of at most twelve rows, as equal as can be, so that the last page is not a lonely row; each division begins a page
 * of its own where all together are too many for one. */
export function pagesOf(rows: readonly Row[], most = MOST_ROWS): Row[][] {
  const divisions = [...new Set(rows.map((row) => row.division))]
  if (divisions.length > 1 && rows.length > most) return divisions.flatMap((division) => pagesOf(rows.filter((row) => row.division === division), most))
  const count = Math.max(1, Math.ceil(rows.length / most))
  const size = Math.ceil(rows.length / count)
  return Array.from({ length: count }, (_, page) => rows.slice(page * size, (page + 1) * size))
}

/** How much of the lane's left end stays filled for the one who is farthest behind, so that a bar is always seen. */
const LAST_REACH = 0.16

/** How far along its lane a row is, 0…1: the finish line is the leader, the distance to it is the gap to scale. */
export function reach(row: Row, rows: readonly Row[]): number {
  if (row.score === null) return 0
  return 1 - portion(row.gap, greatest(rows.map((other) => other.gap))) * (1 - LAST_REACH)
}

/** Whether places are left out between two rows: the wall of a team's own area shows it far below the top. */
export function isApart(row: Row, before: Row | undefined): boolean {
  if (!before || row.rank === null || before.rank === null) return false
  return row.rank > before.rank + 1 && !before.tied
}

/** Who leads alone; a shared first place has no one leader. */
export function leaderOf(board: Board): Row | null {
  const [first, second] = board.rows
  if (!first || first.rank !== 1 || first.score === null) return null
  return second?.rank === 1 ? null : first
}

export type Size = 'grand' | 'roomy' | 'middling' | 'dense'

/** How large the rows of a page can be. */
export const sizeOf = (rows: number): Size => (rows <= 3 ? 'grand' : rows <= 6 ? 'roomy' : rows <= 9 ? 'middling' : 'dense')

/** How wide a name may be beside a lane of full length, and beside a short one; what is wider still stands in two lines. */
const FITS: Record<Size, readonly [number, number]> = { grand: [16, 16], roomy: [15, 22], middling: [18, 26], dense: [20, 29] }
export const needsRoom = (name: string, size: Size): boolean => widthOf(name) > FITS[size][0]
export const needsTwoLines = (name: string, size: Size): boolean => widthOf(name) > FITS[size][1]

/** Names in pages of about `width` characters, so that the strip never cuts one. */
export function stripPages<T>(items: readonly T[], nameOf: (item: T) => string, width: number): T[][] {
  const pages: T[][] = []
  let used = Infinity
  for (const item of items) {
    const long = widthOf(nameOf(item)) + 6
    if (used + long > width) {
      pages.push([])
      used = 0
    }
    pages.at(-1)?.push(item)
    used += long
  }
  return pages
}
