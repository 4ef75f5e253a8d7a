/** Decides how the pages are built: one folder with hashed names, nothing inline, so that a strict content policy holds. */

import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { firstVisits } from './first'
import { packed } from './packed'

const SERVER = process.env.ECHELON_SERVER ?? 'http://127.0.0.1:8000'

/** The service serves the wall's own page under its address; so does the development server. */
const wallPage: Plugin = {
  name: 'wall-page',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _, next) => {
      request.url = request.url?.replace(/^\/wall(?=\?|$)/, '/wall.html')
      next()
    })
  },
}

/**
 * A first visit waits longer for forty small files than for one of the same weight: what nearly every page carries travels together.
 * What the wall needs as well is a part of its own, for a wall fetches nothing of the consoles.
 */
const TOGETHER = [
  { name: 'vue', priority: 3, test: /node_modules\/(@vue|vue)\/|plugin-vue:export-helper/ },
  { name: 'drawn', priority: 2, test: /\/src\/(design\/(Avatar|Badge|Crest|Emblem|Empty|Movement|Rolling|avatar|badge|crest|now|symbols)\b|i18n\/(index|decimals|moments|shared)\b|design\/(letters|base|tokens)\b|api\/(client|look|seasons)\b|board\/(scenes\/)?words\b)|vite\/preload-helper/ },
  { name: 'frame', priority: 1, test: /\/src\/(app\/(Shell|Ways|places|title|desk\/(Welcome|keys|letters|tours))|api\/(following|invitations|news)|design\/(Brand|Chip|Drawer|Trouble|Unfold|asked|calm|paper)|i18n\/dates)\b/ },
  { name: 'season', priority: 2, test: /\/src\/season\/(season|words)\b/ },
  { name: 'place', priority: 1, test: /\/src\/(after\/(Appeal|My)\w+\.vue|board\/(Why\w+\.vue|metrics|pace|reasons)|api\/contests|i18n\/measures|design\/near|season\/(FixtureLine|NextOpponent)\b|(after|insight|prizes|features\/(agent|contests))\/words)\b/ },
]

export default defineConfig({
  plugins: [vue(), wallPage, firstVisits, packed],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
  },
  build: {
    manifest: true,
    // Who has a browser that cannot preload waits a little longer; nobody fetches a file for it.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: 'index.html', wall: 'wall.html' }, output: { codeSplitting: { groups: TOGETHER, includeDependenciesRecursively: false } } },
    // A data: address would need an exception in the content policy.
    assetsInlineLimit: 0,
    // ECharts alone is half a megabyte; it comes with the first chart somebody opens.
    chunkSizeWarningLimit: 540,
  },
  server: { proxy: { '/api': { target: SERVER, ws: true } } },
  test: {
    include: ['tests/**/*.test.ts'],
    environmentOptions: { happyDOM: { settings: { disableJavaScriptFileLoading: true, handleDisabledFileLoadingAsSuccess: true } } },
  },
})
