import { beforeEach, describe, expect, it } from 'vitest'
import type { BadgeNews } from '../../src/api/badges'
import type { Position } from '../../src/api/types'
import type { Picture } from '../../src/board/apply'
import { Link, SILENCE_MS, type LinkState, type Socket, type World } from '../../src/board/link'
import { board, row } from './samples'

class Wire implements Socket {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  sent: string[] = []
  closed = false
  constructor(readonly url: string) {}
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.closed = true
  }
  hear(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

/** A world whose time moves only when told to. */
class Stage implements World {
  wires: Wire[] = []
  time = 0
  private waiting = new Map<number, { at: number; run: () => void }>()
  private next = 0
  open(url: string): Socket {
    const wire = new Wire(url)
    this.wires.push(wire)
    return wire
  }
  after(ms: number, run: () => void): () => void {
    const key = (this.next += 1)
    this.waiting.set(key, { at: this.time + ms, run })
    return () => this.waiting.delete(key)
  }
  chance = (): number => 1
  now = (): number => this.time
  get timers(): number {
    return this.waiting.size
  }
  pass(ms: number): void {
    const end = this.time + ms
    for (;;) {
      const due = [...this.waiting].filter(([, one]) => one.at <= end).sort((one, other) => one[1].at - other[1].at)[0]
      if (!due) break
      this.waiting.delete(due[0])
      this.time = due[1].at
      due[1].run()
    }
    this.time = end
  }
  get last(): Wire {
    return this.wires.at(-1) as Wire
  }
}

let stage: Stage
let link: Link
let pictures: Picture[]
let states: LinkState[]
let news: BadgeNews[]
const snapshot = (seq: number, epoch = 'k1') => ({ type: 'snapshot', epoch, seq, board: board([row('t1', 1, '9.0000')]) })
const url = (from: Position | null): string => (from ? `${from.epoch}/${from.seq}` : 'fresh')

beforeEach(() => {
  stage = new Stage()
  pictures = []
  states = []
  news = []
  link = new Link(url, { picture: (one) => pictures.push(one), state: (one) => states.push(one), news: (one) => news.push(one), heard: () => undefined }, stage)
  link.start()
})

describe('a link', () => {
  it('shows the snapshot, follows deltas, and acknowledges each position', () => {
    stage.last.hear(snapshot(4))
    stage.last.hear({ type: 'delta', epoch: 'k1', from: 4, seq: 6, rows: [row('t1', 1, '9.5000')] })
    expect(pictures.map((one) => [one.seq, one.board.rows[0]?.score])).toEqual([[4, '9.0000'], [6, '9.5000']])
    expect(stage.last.sent).toEqual(['{"ack":4}', '{"ack":6}'])
    expect(link.state).toBe('live')
  })

  it('passes on that somebody earned a badge, and stays where it is on the board', () => {
    stage.last.hear(snapshot(4))
    stage.last.hear({ type: 'badge', badge: 'qa_95', tier: 'gold' })
    expect(news.map((one) => one.badge)).toEqual(['qa_95'])
    expect(pictures).toHaveLength(1)
    expect(link.state).toBe('live')
  })

  it('resumes where it was after a loss', () => {
    stage.last.hear(snapshot(4))
    stage.last.onclose?.()
    expect(link.state).toBe('waiting')
    stage.pass(500)
    expect(stage.wires).toHaveLength(2)
    expect(stage.last.url).toBe('k1/4')
  })

  it('asks for a fresh snapshot after a gap or in a new epoch', () => {
    stage.last.hear(snapshot(4))
    stage.last.hear({ type: 'delta', epoch: 'k1', from: 5, seq: 6 })
    stage.pass(500)
    expect(stage.last.url).toBe('fresh')
    stage.last.hear(snapshot(1, 'k2'))
    expect(pictures.at(-1)?.epoch).toBe('k2')
  })

  it('asks anew when a beat tells of messages it never got', () => {
    stage.last.hear(snapshot(4))
    stage.last.hear({ type: 'beat', epoch: 'k1', seq: 9, at: '2026-01-05T00:00:00Z' })
    stage.pass(500)
    expect(stage.last.url).toBe('fresh')
  })

  it('backs off to half a minute and not beyond, and starts anew after a sign of life', () => {
    const waits: number[] = []
    for (let turn = 0; turn < 10; turn += 1) {
      const before = stage.time
      stage.last.onclose?.()
      const opened = stage.wires.length
      while (stage.wires.length === opened) stage.pass(100)
      waits.push(stage.time - before)
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000])
    stage.last.hear(snapshot(1))
    stage.last.onclose?.()
    const opened = stage.wires.length
    stage.pass(500)
    expect(stage.wires).toHaveLength(opened + 1)
  })

  it('takes silence for a loss, but beats for life', () => {
    stage.last.hear(snapshot(4))
    for (let turn = 0; turn < 10; turn += 1) {
      stage.pass(10_000)
      stage.last.hear({ type: 'beat', epoch: 'k1', seq: 4, at: '2026-01-05T00:00:00Z' })
    }
    expect(stage.wires).toHaveLength(1)
    stage.pass(SILENCE_MS)
    expect(stage.wires[0]?.closed).toBe(true)
    expect(link.state).toBe('waiting')
  })

  it('stays away when told that it is over or forbidden, and comes back after a restart', () => {
    stage.last.hear({ type: 'bye', code: 'server_stopping' })
    stage.pass(500)
    expect(stage.wires).toHaveLength(2)
    stage.last.hear({ type: 'bye', code: 'forbidden' })
    stage.pass(600_000)
    expect(stage.wires).toHaveLength(2)
    expect(link.state).toBe('forbidden')
  })

  it('does not wait for its back-off when the network is back', () => {
    stage.last.onclose?.()
    stage.pass(500)
    stage.last.onclose?.()
    const opened = stage.wires.length
    link.hurry()
    expect(stage.wires).toHaveLength(opened + 1)
  })

  it('leaves no timer and no socket behind, however long it lived', () => {
    for (let turn = 0; turn < 1000; turn += 1) {
      stage.last.hear(snapshot(turn))
      stage.last.onclose?.()
      stage.pass(500)
    }
    expect(stage.timers).toBe(1)
    link.stop()
    expect(stage.timers).toBe(0)
    expect(stage.wires.every((wire) => wire.closed || wire.onclose === null)).toBe(true)
  })

  it('passes over what is no message', () => {
    stage.last.onmessage?.({ data: 'not json' })
    stage.last.hear(snapshot(1))
    expect(pictures).toHaveLength(1)
  })
})
