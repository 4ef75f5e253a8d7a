/** Decides what takes its turn on a wall: its announcements first, then boards and scenes in the order that its lead chose. */

import type { DisplayMe, ShownNotice } from '../../api/displays'

export type Turn =
  | { kind: 'board'; key: string; contest: number }
  | { kind: 'notice'; key: string; notice: ShownNotice }
  | { kind: 'scene'; key: string; scene: string }

export const boardTurn = (contest: number): Turn => ({ kind: 'board', key: `board ${contest}`, contest })

/** `drawn` are the scenes that this build can draw; a newer service may know more. */
export function turnsOf(me: DisplayMe, drawn: (scene: string) => boolean): Turn[] {
  const told = me.notices.map((notice): Turn => ({ kind: 'notice', key: `notice ${notice.id}`, notice }))
  const shown = me.scenes.flatMap((scene): Turn[] => {
    if (scene === 'boards') return me.contests.map(({ id }) => boardTurn(id))
    return drawn(scene) ? [{ kind: 'scene', key: `scene ${scene}`, scene }] : []
  })
  return [...told, ...shown]
}

export const sameTurns = (some: readonly Turn[], others: readonly Turn[]): boolean => JSON.stringify(some) === JSON.stringify(others)
