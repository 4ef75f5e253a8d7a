import { describe, expect, it } from 'vitest'
import { pageOf, waysOf, type Found } from '../../src/app/desk/finding'
import { lettersOf } from '../../src/app/desk/letters'
import { deskWords } from '../../src/app/desk/words'
import { placesOf } from '../../src/app/places'

const all = (): boolean => true
const roles = ['admin', 'ops', 'hr', 'lead', 'analyst', 'trainer', 'assessor', 'agent']

describe('the ways that search knows', () => {
  it('lead nowhere twice and have names', () => {
    const names = Object.keys((deskWords.en.find as { page: object }).page).map((name) => `find.page.${name}`)
    for (const role of roles) {
      const ways = waysOf(role, all)
      expect(new Set(ways.map(({ to }) => to)).size).toBe(ways.length)
      const inside = ways.filter(({ key }) => key.startsWith('find.')).map(({ key }) => key)
      expect(inside.filter((key) => !names.includes(key))).toEqual([])
    }
  })
})

describe('what was found', () => {
  const agent: Found = { kind: 'agent', key: 'A/1', name: { zh: '', en: '' }, note: null, close: true }
  it('opens where the reader may look at it', () => {
    expect(pageOf(agent, 'hr', all)).toBe('/readiness/A%2F1')
    expect(pageOf({ ...agent, close: false }, 'trainer', all)).toBe('/archive/A%2F1')
    expect(pageOf({ ...agent, close: false }, 'analyst', (one) => one === 'badges.read')).toBe('/shelves/A%2F1')
    expect(pageOf(agent, 'agent', all)).toBe('/me')
    expect(pageOf(agent, 'x', () => false)).toBeNull()
  })
})

describe('the letters after g', () => {
  it('mean one place each, for every role', () => {
    for (const role of roles) {
      const letters = lettersOf(placesOf(role, all)).map(({ letter }) => letter)
      expect(new Set(letters).size).toBe(letters.length)
      expect(letters.every((letter) => /^[a-z]$/.test(letter))).toBe(true)
    }
  })
})
