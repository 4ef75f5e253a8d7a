import { describe, expect, it } from 'vitest'
import { fitting, isHere, placesOf } from '../../src/app/places'

describe('the bar', () => {
  it('shows all ways where there is room for all, without a button for none', () => {
    expect(fitting([100, 100, 100], 300, 90)).toBe(3)
  })
  it('keeps room for the button once something is left over', () => {
    expect(fitting([100, 100, 100], 299, 90)).toBe(2)
    expect(fitting([100, 100, 100], 289, 90)).toBe(1)
    expect(fitting([100, 100], 150, 90)).toBe(0)
  })
  it('never shows more than a glance takes in, however wide', () => {
    expect(fitting(Array<number>(12).fill(50), 4000, 90)).toBe(6)
  })
})

describe('the places of a role', () => {
  it('begin with what it comes for', () => {
    expect(placesOf('agent', () => true)[0]?.to).toBe('/me')
    expect(placesOf('ops', () => true).slice(0, 3).map(({ to }) => to)).toEqual(['/', '/calendar', '/launch'])
    expect(placesOf('analyst', () => true).some(({ to }) => to === '/me')).toBe(false)
  })
  it('are those one may enter', () => {
    expect(placesOf('ops', (permission) => permission === 'contests.read').map(({ to }) => to)).toEqual(['/', '/calendar'])
  })
  it('are found again on the pages under them', () => {
    const place = { name: 'calendar', needs: '', to: '/calendar', also: ['/series'] }
    const at = (path: string): boolean => isHere(place, path)
    expect(['/calendar', '/series', '/series/new'].map(at)).toEqual([true, true, true])
    expect(['/', '/calendars', '/contests/7'].map(at)).toEqual([false, false, false])
    expect(isHere({ ...place, to: '/', also: ['/contests'] }, '/contests/7')).toBe(true)
    expect(isHere({ ...place, to: '/', also: ['/contests'] }, '/calendar')).toBe(false)
  })
})
