/** Classes, trainees and gates as the service tells them; who is not concerned is told nothing. */

import type { Bilingual, Named } from './types'

export type GateResult = 'pass' | 'hold' | 'exit'
export type Where = 'under_way' | 'repeating' | 'passed' | 'exited'
export type Presence = 'present' | 'absent' | 'excused'

export interface Stage { code: string; name: Bilingual; weeks: number; permissions: Named[] }
export interface Gate {
  id: number
  stage: string
  result: GateResult
  on: string
  reason: string
  by: string
  outcome: 'stands' | 'sent_back' | null
  decided_by: string | null
  decided_at: string | null
  answer: string | null
  may: ('confirm' | 'send_back')[]
}
export interface Trainee {
  id: number
  agent: Named
  mentor: Named | null
  joined_on: string
  ended_on: string | null
  where: Where
  stage: string | null
  open_items: number
  gates: Gate[]
}
export interface TrainingClass {
  id: number
  code: string
  name: Bilingual
  site: Named
  teacher: string
  teacher_id: number
  starts: string
  closed_on: string | null
  stages: Stage[]
  queues: Named[]
  counts: Record<string, number>
}
export interface ClassBoard { its: TrainingClass; trainees: Trainee[] }
export interface Teacher { id: number; name: string; role: string }
export interface LogItem { id: number; words: string; since: string; closed_at: string | null; closed_by: string | null; how: string }
export interface LogDay { id: number; day: string; by: string; words: string; items: LogItem[] }
export interface TestCall { id: number; at: string; score: string; note: string; evaluation: number | null; by: string; withdrawn_why: string | null }
export interface ClassDay { id: number; day: string; starts: string; hours: string; title: string; marks: Record<string, Presence> }
export interface HeldPermission { agent: Named; queue: Named; permission: string; name: Bilingual; granted: string; ended: string | null }
export interface TraineePath {
  its: TrainingClass
  trainee: Trainee
  log: LogDay[]
  calls: TestCall[]
  days: ClassDay[]
  held: HeldPermission[]
  may: ('decide' | 'call' | 'mentor' | 'log')[]
}
export interface ClassSheet { its: TrainingClass; trainees: Trainee[]; days: ClassDay[] }
export interface WaitingGate { gate: Gate; trainee: Named; trainee_id: number; class_name: Bilingual; stage: Bilingual }
export interface Mentee { trainee: Trainee; class_name: Bilingual; stage: Bilingual | null; log: LogDay[] }
export interface ArchiveEntry { kind: string; on: string; title: Bilingual; body: Record<string, unknown>; ref: string }
export interface TrainingArchive { agent: Named; whole: boolean; entries: ArchiveEntry[] }
