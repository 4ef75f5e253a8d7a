// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildOf, renew } from '../../src/features/wall/care'

const page = (build: string): string => `<!doctype html><script type="module" crossorigin src="/assets/${build}.js"></script>`
const reload = vi.fn()

beforeEach(() => {
  sessionStorage.clear()
  document.head.innerHTML = '<script type="module" src="/assets/index-OLD.js"></script>'
  vi.stubGlobal('location', { ...window.location, reload })
  window.location.reload = reload
  reload.mockClear()
})
afterEach(() => vi.unstubAllGlobals())

const served = (build: string, there = true): void => {
  vi.stubGlobal('fetch', vi.fn(async (_: string, init?: RequestInit) => new Response(init?.method === 'HEAD' ? null : page(build), { status: init?.method === 'HEAD' && !there ? 404 : 200 })))
}

describe('a wall that renews itself', () => {
  it('knows a build by its main script', () => {
    expect(buildOf(page('index-abc'))).toBe('/assets/index-abc.js')
    expect(buildOf('<html></html>')).toBeNull()
  })

  it('loads a new build, once in ten minutes at most', async () => {
    served('index-NEW')
    expect(await renew(1_000_000)).toBe(true)
    expect(await renew(1_000_000 + 60_000)).toBe(false)
    expect(await renew(1_000_000 + 11 * 60_000)).toBe(true)
  })

  it('stays with the same build, without an answer, and while the new script is not in place', async () => {
    served('index-OLD')
    expect(await renew(1_000_000)).toBe(false)
    served('index-NEW', false)
    expect(await renew(1_000_000)).toBe(false)
    vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('offline'))))
    expect(await renew(1_000_000)).toBe(false)
  })
})
