/**
 * Keeps one board socket alive for months: resumes by (epoch, sequence), backs off, notices silence, never piles up.
 *
 * The world (sockets, timers, chance) is handed in, so that every path can be played through in a test.
 */

import type { BadgeNews } from '../api/badges'
import type { BoardMessage, Position } from '../api/types'
import { apply, type Picture } from './apply'

/** The service beats every 10 s of silence; two and a half missed beats mean that nobody is there. */
export const SILENCE_MS = 25_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
  send(text: string): void
  close(): void
}

export interface World {
  open(url: string): Socket
  after(ms: number, run: () => void): () => void
  chance(): number
  now(): number
}

export type LinkState = 'idle' | 'connecting' | 'live' | 'waiting' | 'over' | 'forbidden'

export interface LinkEvents {
  picture(picture: Picture): void
  state(state: LinkState): void
  /** Somebody earned a badge; it is no part of the board. */
  news(news: BadgeNews): void
  /** Something about this display was changed. */
  look?(): void
  /** Any sign of life, with the service's own time when it said it. */
  heard(at: string | null): void
}

export const browser: World = {
  open: (url) => new WebSocket(url) as unknown as Socket,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  chance: () => Math.random(),
  now: () => Date.now(),
}

export class Link {
  state: LinkState = 'idle'
  private picture: Picture | null = null
  private socket: Socket | null = null
  private tries = 0
  private stopWait: (() => void) | null = null
  private stopWatch: (() => void) | null = null

  constructor(
    private readonly url: (from: Position | null) => string,
    private readonly events: LinkEvents,
    private readonly world: World = browser,
  ) {}

  start(): void {
    if (this.state === 'idle') this.connect()
  }

  /** Let go of everything; the last picture is kept, so that a later start resumes from it. */
  stop(): void {
    this.drop()
    this.enter('idle')
  }

  /** The network may be back: do not wait for the rest of the back-off. */
  hurry(): void {
    if (this.state !== 'waiting') return
    this.tries = 0
    this.connect()
  }

  private connect(): void {
    this.drop()
    this.enter('connecting')
    let socket: Socket
    try {
      socket = this.world.open(this.url(this.picture))
    } catch {
      this.retry()
      return
    }
    this.socket = socket
    socket.onmessage = (event) => this.hear(socket, event.data)
    socket.onclose = () => this.lost(socket)
    this.watch()
  }

  private hear(socket: Socket, data: unknown): void {
    if (socket !== this.socket || typeof data !== 'string') return
    const message = read(data)
    if (!message) return
    this.tries = 0
    this.watch()
    this.events.heard(message.type === 'beat' ? message.at : null)
    if (message.type === 'bye') this.leave(message.code)
    else if (message.type === 'snapshot') this.show({ epoch: message.epoch, seq: message.seq, board: message.board })
    else if (message.type === 'delta') this.follow(message)
    else if (message.type === 'badge') this.events.news(message)
    else if (message.type === 'look') this.events.look?.()
    else if (this.picture && message.epoch === this.picture.epoch && message.seq > this.picture.seq) this.startOver()
    else if (this.picture) this.enter('live')
  }

  private follow(delta: Extract<BoardMessage, { type: 'delta' }>): void {
    const next = this.picture && apply(this.picture, delta)
    if (!next) this.startOver()
    else this.show(next)
  }

  private show(picture: Picture): void {
    this.picture = picture
    this.enter('live')
    this.events.picture(picture)
    this.socket?.send(JSON.stringify({ ack: picture.seq }))
  }

  /** A gap or another epoch: what is held cannot be continued, so ask for a snapshot. */
  private startOver(): void {
    this.picture = null
    this.retry()
  }

  private leave(code: string): void {
    if (code === 'contest_over' || code === 'forbidden') {
      this.drop()
      this.enter(code === 'forbidden' ? 'forbidden' : 'over')
    } else this.retry()
  }

  private lost(socket: Socket): void {
    if (socket === this.socket) this.retry()
  }

  private retry(): void {
    this.drop()
    this.enter('waiting')
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries)
    this.tries = Math.min(this.tries + 1, 16)
    // Half fixed, half chance: a thousand walls must not come back in the same instant.
    this.stopWait = this.world.after(ceiling / 2 + (ceiling / 2) * this.world.chance(), () => this.connect())
  }

  private watch(): void {
    this.stopWatch?.()
    this.stopWatch = this.world.after(SILENCE_MS, () => this.retry())
  }

  private drop(): void {
    this.stopWait?.()
    this.stopWatch?.()
    this.stopWait = this.stopWatch = null
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  private enter(state: LinkState): void {
    if (state === this.state) return
    this.state = state
    this.events.state(state)
  }
}

function read(text: string): BoardMessage | null {
  try {
    return JSON.parse(text) as BoardMessage
  } catch {
    return null
  }
}
