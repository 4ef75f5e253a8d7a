/** Data of one kind and how long it is kept. */

export interface Kept {
  kind: string
  /** Null: kept until somebody deletes it by hand. */
  months: number | null
  /** The instant from which on the rule deletes. */
  deletes_from: string | null
  due: number
  oldest: string | null
}

export interface Due { due: number; oldest: string | null }

/** What is offered; a rule of another length stays on the list. */
const OFFERED = [3, 6, 12, 24, 36, 60, 120]
export const lengths = (now: number | null): number[] =>
  now === null || OFFERED.includes(now) ? OFFERED : [...OFFERED, now].sort((one, other) => one - other)
