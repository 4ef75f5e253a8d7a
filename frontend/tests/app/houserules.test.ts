import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

function files(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : [[path, readFileSync(path, 'utf8')]]
  })
}
const all = files('src')

describe('the content policy', () => {
  it('finds no inline style or script in what is written', () => {
    // `:style` goes through the style object, which the policy allows; a style attribute in markup it does not.
    for (const [path, text] of all) expect([path, /[^:\w-]style="|v-html|onclick="/.test(text.replace(/<style[\s\S]*/, ''))]).toEqual([path, false])
    expect(readFileSync('index.html', 'utf8')).not.toMatch(/<style|<script>|style=/)
  })
})

describe('the wall', () => {
  it('takes nothing from the consoles', () => {
    for (const [path, text] of all.filter(([path]) => path.includes('features/wall'))) {
      expect([path, /element-plus|features\//.test(text)]).toEqual([path, false])
    }
  })
})

describe('the lock file', () => {
  it('holds no download address', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"/)
  })
})
