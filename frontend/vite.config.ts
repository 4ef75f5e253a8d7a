/** Decides how the pages are built: one folder with hashed names, nothing inline, so that a strict content policy holds. */

import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

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

export default defineConfig({
  plugins: [vue(), wallPage],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
  },
  build: {
    manifest: true,
    rolldownOptions: { input: { index: 'index.html', wall: 'wall.html' } },
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
