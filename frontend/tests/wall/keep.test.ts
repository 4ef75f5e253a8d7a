// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import type { DisplayMe } from '../../src/api/displays'
import { makeFeed } from '../../src/board/feed'
import { forget, keep, recall } from '../../src/features/wall/keep'
import { partsOf } from '../../src/features/wall/offline'
import { turnsOf } from '../../src/features/wall/turns'
import { board } from '../board/samples'

const me = { name: 'Hall', contests: [{ id: 1 }, { id: 2 }], scenes: ['honors', 'boards', 'race', 'unknown'], notices: [{ id: 5, text: { zh: '', en: 'hear' }, ends_at: '' }] } as unknown as DisplayMe

beforeEach(() => localStorage.clear())

it('begins with the picture that it had, as old as it is', () => {
  const feed = makeFeed(1, { view: 'wall', kept: { board: board([]), heardAt: 17 } })
  keep(me, new Map([[1, feed], [2, makeFeed(2, { view: 'wall' })]]))
  const kept = recall()
  expect([kept?.me.name, Object.keys(kept?.boards ?? {}), kept?.boards['1']?.heardAt]).toEqual(['Hall', ['1'], 17])
  forget()
  expect(recall()).toBeNull()
})

it('does without where there is no room, or where something else lies there', () => {
  localStorage.setItem('echelon.wall', '{"me":{"name":"of an older build"}}')
  expect(recall()).toBeNull()
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new Error('full') })
  expect(() => { keep(me, new Map()) }).not.toThrow()
})

it('takes turns in the order that was chosen, announcements first, and leaves out what it cannot draw', () => {
  expect(turnsOf(me, (scene) => scene === 'honors').map((turn) => turn.key)).toEqual(['notice 5', 'scene honors', 'board 1', 'board 2'])
})

it('names what a page is made of: assets of its own, each once', () => {
  const entries = ['https://e.example/assets/a.js', 'https://e.example/assets/a.js', 'https://e.example/api/v1/displays/me', 'https://cdn.example/assets/b.js']
  expect(partsOf(entries.map((name) => ({ name })), 'https://e.example')).toEqual(['/assets/a.js'])
})
