/** Decides what a board looks like after a message; applying all deltas equals fetching the snapshot anew. */

import type { Board, BoardMessage, Position, Row } from '../api/types'

export interface Picture extends Position { board: Board }
type Delta = Extract<BoardMessage, { type: 'delta' }>

/** The picture after `delta`, or null when it does not continue this picture: then only a fresh snapshot helps. */
export function apply(picture: Picture, delta: Delta): Picture | null {
  if (delta.epoch !== picture.epoch) return null
  // What was folded into the snapshot already may still be on its way; it changes nothing.
  if (delta.seq <= picture.seq) return picture
  if (delta.from !== picture.seq) return null
  const rows = new Map(picture.board.rows.map((row) => [row.id, row]))
  for (const id of delta.gone ?? []) rows.delete(id)
  for (const row of delta.rows ?? []) rows.set(row.id, row)
  const ordered = inOrder(rows, delta.order)
  if (!ordered) return null
  const head = delta.head ?? {}
  const contest = { ...picture.board.contest, ...head.contest }
  const board: Board = { ...picture.board, ...head, contest, rows: ordered }
  return { epoch: delta.epoch, seq: delta.seq, board }
}

/** Rows as `order` says; null when it names a row that nobody has. Without an order the old places stay, new rows last. */
function inOrder(rows: Map<string, Row>, order: string[] | undefined): Row[] | null {
  if (!order) return [...rows.values()]
  const ordered: Row[] = []
  for (const id of order) {
    const row = rows.get(id)
    if (!row) return null
    ordered.push(row)
  }
  return ordered.length === rows.size ? ordered : null
}
