/** Which letter stands for which place of the menu. */

import type { Place } from '../places'

/** The letter after `g`; the first place of a role that has it gets it. */
const LETTERS: Readonly<Record<string, string>> = {
  '/': 'h', '/me': 'h', '/calendar': 'c', '/launch': 'l', '/readiness': 'r', '/cycles': 'p', '/path': 'p', '/scorecards': 's',
  '/teams': 't', '/badges': 'b', '/my-badges': 'b', '/kudos': 'k', '/exams': 'e', '/my-exams': 'e', '/displays': 'd', '/qa': 'q',
  '/samples': 'a', '/courses': 'u', '/my-learning': 'u', '/data': 'i', '/my-review': 'v', '/points': 'o', '/points/keep': 'o',
}

export interface Letter {
  letter: string
  place: Place
}

export function lettersOf(places: readonly Place[]): Letter[] {
  const all = places.flatMap((place) => (LETTERS[place.to] ? [{ letter: LETTERS[place.to] ?? '', place }] : []))
  return all.filter(({ letter }, i) => all.findIndex((one) => one.letter === letter) === i)
}
