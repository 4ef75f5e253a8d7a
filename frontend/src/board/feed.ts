/** A live board for a page: the last good picture, whether it is still fed, and how far the service's clock is from ours. */

import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { address } from '../api/client'
import type { BadgeNews } from '../api/badges'
import type { Board, Position } from '../api/types'
import { browser, Link, type LinkState, type World } from './link'

/** Longer without a sign of life, and the picture is called stale. */
export const STALE_MS = 30_000

export interface Feed {
  board: ShallowRef<Board | null>
  state: Ref<LinkState>
  heardAt: Ref<number | null>
  /** The badge that somebody earned last, while this was listening. */
  news: ShallowRef<BadgeNews | null>
  /** Milliseconds to add to this machine's clock to get the service's. */
  skew: Ref<number>
  /** How often the service said that something about this display was changed. */
  looks: Ref<number>
  start(): void
  stop(): void
}

export interface FeedOptions {
  view: 'wall' | 'full' | 'top'
  team?: string
  /** How a frozen contest really stands, for who may see it. */
  restricted?: boolean
  /** What was shown before the page was loaded anew, until there is something newer. */
  kept?: { board: Board; heardAt: number | null } | undefined
  world?: World
}

function socketUrl(contest: number, options: FeedOptions, from: Position | null): string {
  const { protocol, host } = window.location
  const path = address(`/api/v1/contests/${contest}/${options.restricted ? 'restricted/' : ''}live`, {
    view: options.restricted ? undefined : options.view,
    team: options.team,
    epoch: from?.epoch,
    seq: from?.seq,
  })
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${path}`
}

/** A feed that somebody else starts and stops, such as the wall which rotates several. */
export function makeFeed(contest: number, options: FeedOptions): Feed {
  const world = options.world ?? browser
  const board = shallowRef<Board | null>(options.kept?.board ?? null)
  const state = ref<LinkState>('idle')
  const heardAt = ref<number | null>(options.kept?.heardAt ?? null)
  const skew = ref(0)
  const looks = ref(0)
  const news = shallowRef<BadgeNews | null>(null)
  const link = new Link(
    (from) => socketUrl(contest, options, from),
    {
      picture: (picture) => (board.value = picture.board),
      state: (next) => (state.value = next),
      news: (told) => (news.value = told),
      look: () => (looks.value += 1),
      heard: (at) => {
        heardAt.value = world.now()
        const told = at === null ? NaN : Date.parse(at)
        if (!Number.isNaN(told)) skew.value = told - world.now()
      },
    },
    world,
  )
  const hurry = (): void => link.hurry()
  return {
    board, state, heardAt, news, skew, looks,
    start: () => {
      window.addEventListener('online', hurry)
      link.start()
    },
    stop: () => {
      window.removeEventListener('online', hurry)
      link.stop()
    },
  }
}

/** A feed for the life of the calling component. */
export function useFeed(contest: number, options: FeedOptions): Feed {
  const feed = makeFeed(contest, options)
  feed.start()
  onScopeDispose(feed.stop)
  return feed
}

export type Truth = 'live' | 'waiting' | 'scheduled' | 'frozen' | 'provisional' | 'final' | 'cancelled' | 'stale'

/** What may honestly be said about a picture: an old one is stale, whatever it claims to be. */
export function truthOf(board: Board | null, heardAt: number | null, now: number): Truth {
  if (!board) return 'waiting'
  const phase = board.contest.phase
  // A signed result cannot get old, and a cancelled contest neither.
  if (phase === 'final' || phase === 'cancelled') return phase
  if (heardAt === null || now - heardAt > STALE_MS) return 'stale'
  return phase === 'running' ? 'live' : phase === 'draft' ? 'scheduled' : phase
}

export function useTruth(feed: Feed, now: Ref<number>): ComputedRef<Truth> {
  return computed(() => truthOf(feed.board.value, feed.heardAt.value, now.value))
}
