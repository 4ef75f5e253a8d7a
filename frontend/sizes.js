/** Weighs what a built page makes a browser fetch, and fails where it is more than was promised: `node sizes.js [folder]`. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Kilobytes of gzipped JavaScript. A wall is weighed with everything it may ever fetch. */
const MOST_WALL = 90
const MOST_PAGE = 250

const dist = process.argv[2] ?? 'dist'
const parts = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))

/** Every script that `names` bring along; `later` also follows what is fetched only when it is needed. */
function scripts(names, later = false) {
  const found = new Set()
  const look = (name) => {
    const part = parts[name]
    if (!part || found.has(part.file)) return
    found.add(part.file)
    for (const next of [...(part.imports ?? []), ...(later ? (part.dynamicImports ?? []) : [])]) look(next)
  }
  names.forEach(look)
  return [...found].filter((file) => file.endsWith('.js'))
}

const packed = new Map()
function weigh(files) {
  for (const file of files) if (!packed.has(file)) packed.set(file, gzipSync(readFileSync(join(dist, file))).length)
  return files.reduce((sum, file) => sum + packed.get(file), 0) / 1000
}

const wall = weigh(scripts(['wall.html'], true))
const atOnce = weigh(scripts(['wall.html']))
const weights = JSON.parse(readFileSync(join(dist, 'first.json'), 'utf8'))
  .map(({ page, scripts: first }) => [weigh([...new Set([...scripts(['index.html', 'src/app/Shell.vue', `src/features/${page}.vue`]), ...first])]), page])
  .sort(([one], [other]) => other - one)

const kb = (amount) => `${amount.toFixed(1)} kB`
console.log(`wall ${kb(wall)} of at most ${MOST_WALL} kB (${kb(atOnce)} before its first picture)`)
console.log(`first page of the consoles at most ${MOST_PAGE} kB; the heaviest: ${weights.slice(0, 3).map(([weight, page]) => `${page} ${kb(weight)}`).join(', ')}`)
const heavy = weights.filter(([weight]) => weight > MOST_PAGE)
if (wall > MOST_WALL || heavy.length || !weights.length) {
  console.error('Too much to fetch.')
  process.exit(1)
}
