/** Points for places in contests, as the service sends them. */

import type { Bilingual, Named } from './types'

/** To each member who shares the place, or once to the budget of the team. */
export interface Prize { place: number; points: number; to: 'members' | 'budget' }
/** What somebody won. `kept` and `reversed` are told only to those who keep points. */
export interface Won { to: Named; kind: 'agent' | 'team'; place: number; points: number; state: 'waits' | 'given' | 'kept' | 'taken' | 'reversed' }
/** `lacks`: what the budget of the site is short of; null for who does not keep it. */
export interface WonPrizes { items: Won[]; lacks: number | null }
export interface WaitingPrizes { contest: number; title: Bilingual; site: Named; points: number; winners: number; left: number }
