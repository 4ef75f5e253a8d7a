/** Decides how the pages are built: one folder with hashed names, nothing inline, so that a strict content policy holds. */

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const SERVER = process.env.ECHELON_SERVER ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
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
