import { describe, expect, it } from 'vitest'
import { isApart, leaderOf, needsRoom, needsTwoLines, pagesOf, reach, sizeOf, stripPages } from '../../src/features/wall/lanes'
import { board, row } from '../board/samples'

const rows = (n: number) => Array.from({ length: n }, (_, index) => row(`t${index + 1}`, index + 1, `${100 - index}.0000`))

describe('what a wall shows', () => {
  it('is at most twelve rows a page, pages of nearly equal length, nobody twice', () => {
    for (const n of [0, 1, 12, 13, 25, 40]) {
      const pages = pagesOf(rows(n))
      expect(pages.flat()).toHaveLength(n)
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(12)
    }
    expect(pagesOf(rows(13)).map((page) => page.length)).toEqual([7, 6])
  })

  it('draws the leader to the finish, the last visibly, equals alike', () => {
    const [first, second, third] = [{ ...row('a', 1, '9'), gap: null }, { ...row('b', 2, '8'), gap: '1.0' }, { ...row('c', 3, '5'), gap: '4.0' }]
    expect(reach(first, [first, second, third])).toBe(1)
    expect(reach(second, [first, second, third])).toBeCloseTo(0.79)
    expect(reach(third, [first, second, third])).toBeCloseTo(0.16)
    expect(reach(second, [second])).toBeCloseTo(0.16)
    expect(reach(row('d', null, null), [first])).toBe(0)
  })

  it('marks places left out, not places shared', () => {
    expect(isApart(row('b', 9, '1'), row('a', 5, '2'))).toBe(true)
    expect(isApart(row('b', 2, '1'), row('a', 1, '2'))).toBe(false)
    expect(isApart(row('c', 4, '1'), { ...row('a', 2, '2'), tied: true })).toBe(false)
  })

  it('gives long names room, then a second line, whichever language', () => {
    expect(sizeOf(12)).toBe('dense')
    for (const name of ['Dawn', '破晓组', '国际业务支持组']) expect([needsRoom(name, 'dense'), needsTwoLines(name, 'dense')]).toEqual([false, false])
    for (const name of ['International Support Group', '国际业务多语种支持组一']) expect([needsRoom(name, 'dense'), needsTwoLines(name, 'dense')]).toEqual([true, false])
    for (const name of ['Customer Experience and Escalations One', '厦门客户体验与投诉升级处理一组']) expect(needsTwoLines(name, 'dense')).toBe(true)
  })

  it('knows a leader only where somebody leads alone', () => {
    expect(leaderOf(board([row('a', 1, '9'), row('b', 2, '8')]))?.id).toBe('a')
    expect(leaderOf(board([row('a', 1, '9'), row('b', 1, '9')]))).toBeNull()
    expect(leaderOf(board([row('a', null, null)]))).toBeNull()
    expect(leaderOf(board([]))).toBeNull()
  })

  it('never cuts a name in the strip and loses none', () => {
    const names = ['晨光组', 'Customer Retention North', '海棠组', 'Dawn', '一个很长很长的班组名字']
    const pages = stripPages(names, (name) => name, 40)
    expect(pages.flat()).toEqual(names)
    expect(pages.length).toBeGreaterThan(1)
  })
})
