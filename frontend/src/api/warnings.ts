/** What was said about a contest when it was launched, kept until its page has shown it. */

import type { Warned } from './planning'

const said = new Map<number, readonly Warned[]>()

export const remember = (contest: number, warnings: readonly Warned[]): void => void (warnings.length && said.set(contest, warnings))
export const warningsOf = (contest: number): readonly Warned[] => said.get(contest) ?? []
export const forget = (contest: number): void => void said.delete(contest)
