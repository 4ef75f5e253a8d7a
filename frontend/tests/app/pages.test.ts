import { existsSync } from 'node:fs'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, test } from 'vitest'
import { addressOf } from '../../first'
import { ALSO_SAID, PAGES } from '../../src/app/pages'

const EXAMPLES: Record<string, string> = { id: '12', code: 'T1', site: 'CD', number: 'D-1', version: '3', tier: 'agent', month: '2026-11' }
const example = (path: string): string => path.replace(/:(\w+)(\([^)]*\))?\??/g, (_, name: string) => EXAMPLES[name] ?? 'x')

test('what a first visit needs is looked up by the addresses that the router knows', () => {
  const router = createRouter({ history: createMemoryHistory(), routes: PAGES.map(({ path }) => ({ path, component: {} })) })
  for (const { path } of PAGES) {
    const address = example(path)
    expect(router.resolve(address).matched[0]?.path, address).toBe(path)
    // The first that fits, as the service looks.
    expect(PAGES.find((one) => new RegExp(addressOf(one.path)).test(address))?.path, address).toBe(path)
  }
  expect(new RegExp(addressOf('/series/:id(new|\\d+)')).test('/series/old')).toBe(false)
  expect(new RegExp(addressOf('/pair/:code?')).test('/pair')).toBe(true)
})

test('every page is there, and all the words that it borrows', () => {
  for (const { page } of PAGES) expect(existsSync(`src/features/${page}.vue`), page).toBe(true)
  for (const folder of Object.values(ALSO_SAID).flat()) expect(existsSync(`src/${folder}/words.ts`), folder).toBe(true)
})
