/** Lays a packed copy or two beside every script, style and drawing, so that the service only has to send the smallest a browser takes. */

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const PACKABLE = /\.(css|js|svg)$/
/** Bytes; below that a packet on the way is not full anyway. */
const TOO_SMALL = 512

const COPIES = {
  '.br': (content: Buffer) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  '.gz': (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
}

export const packed: Plugin = {
  name: 'packed',
  apply: 'build',
  async writeBundle({ dir = 'dist' }) {
    const assets = join(dir, 'assets')
    const files = (await readdir(assets)).filter((name) => PACKABLE.test(name)).map((name) => join(assets, name))
    await Promise.all(files.map(async (file) => {
      const content = await readFile(file)
      if (content.length < TOO_SMALL) return
      await Promise.all(Object.entries(COPIES).map(async ([ending, pack]) => { await writeFile(file + ending, await pack(content)) }))
    }))
  },
}
