import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc'

const SRC = join(__dirname, '../../src')
const pages = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith('.vue'))
type Child = NonNullable<SFCTemplateBlock['ast']>['children'][number]

/** Lines on which a blank is the first or last thing in an element: it was meant, and the compiler drops it, so that two words stand as one. */
function dropped(source: string): number[] {
  const found: number[] = []
  const walk = (node: Child): void => {
    if (node.type !== 1) return
    const [first, last] = [node.children[0], node.children.at(-1)]
    const before = source.slice(node.loc.start.offset, first?.loc.start.offset)
    const behind = source.slice(last?.loc.end.offset, node.loc.end.offset)
    if (first && last && (/>[ \t]+$/.test(before) || /^[ \t]+<\//.test(behind))) found.push(node.loc.start.line)
    node.children.forEach(walk)
  }
  parse(source).descriptor.template?.ast?.children.forEach(walk)
  return found
}

/** Colons, commas and brackets of one script between two values, where the other has its own. */
function marks(source: string): string[] {
  const found: string[] = []
  const walk = (node: Child): void => {
    if (node.type === 2 && /[:,;(),;:；，（）：]/.test(node.content)) found.push(`${node.loc.start.line} ${node.content.trim()}`)
    if (node.type === 1 && !['code', 'pre', 'kbd'].includes(node.tag)) node.children.forEach(walk)
  }
  parse(source).descriptor.template?.ast?.children.forEach(walk)
  return found
}

describe('blanks between words', () => {
  it('stand where they are kept', () => {
    expect(pages.length).toBeGreaterThan(200)
    expect(pages.flatMap((name) => dropped(readFileSync(join(SRC, name), 'utf8')).map((line) => `${name}:${line}`))).toEqual([])
  }, 60_000)
  it('have no mark of one script among them', () => {
    expect(pages.flatMap((name) => marks(readFileSync(join(SRC, name), 'utf8')).map((mark) => `${name}:${mark}`))).toEqual([])
  }, 60_000)
  it('are noticed where they are not', () => {
    expect(dropped('<template><p>{{ a }}<small> {{ b }}</small></p></template>')).toEqual([1])
    expect(dropped('<template><p><i>{{ a }} </i>{{ b }} <b>{{ c }}</b></p></template>')).toEqual([1])
    expect(dropped('<template>\n  <p>\n    {{ a }} <b>x</b>\n  </p>\n</template>')).toEqual([])
  })
})
