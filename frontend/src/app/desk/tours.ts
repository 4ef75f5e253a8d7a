/** What somebody new is shown, by role: a few pages, each with a sentence from the catalogue. */

import type { Way } from './finding'

/** Page and name of each step, in the order in which they are shown. */
const TOURS: Readonly<Record<string, readonly (readonly [to: string, name: string])[]>> = {
  agent: [['/me', 'me'], ['/me', 'why'], ['/path', 'path'], ['/my-badges', 'badges'], ['/sight', 'sight']],
  lead: [['/launch', 'launch'], ['/', 'home'], ['/kudos', 'kudos'], ['/displays', 'displays'], ['/readiness', 'readiness']],
  ops: [['/', 'home'], ['/templates', 'templates'], ['/calendar', 'calendar'], ['/teaches', 'teaches'], ['/data', 'data']],
  hr: [['/readiness', 'readiness'], ['/criteria', 'criteria'], ['/cycles', 'cycles'], ['/dossiers', 'dossiers']],
  trainer: [['/courses', 'courses'], ['/exams', 'exams'], ['/classes', 'classes']],
  analyst: [['/samples', 'samples'], ['/qa', 'qa'], ['/faults', 'faults']],
  admin: [['/data', 'data'], ['/access', 'access'], ['/displays', 'displays']],
  assessor: [['/samples', 'samples']],
}

export const tourOf = (role: string): Way[] => (TOURS[role] ?? []).map(([to, name]) => ({ to, key: `tour.${role}.${name}` }))

const KEPT = 'echelon.toured'
const roles = (): string[] => (localStorage.getItem(KEPT) ?? '').split(',').filter(Boolean)

/** Whether somebody with this role was shown around on this machine, or did not want to be. */
export const toured = (role: string): boolean => roles().includes(role)
export function remember(role: string): void {
  localStorage.setItem(KEPT, [...new Set([...roles(), role])].join(','))
}
