// Holds the rules that types cannot: features stay apart, shared code never looks up into a feature, no scores as floats.
import { readdirSync } from 'node:fs'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

const features = readdirSync(new URL('./src/features', import.meta.url))
const APART = ['app', 'features']
const SHARED = readdirSync(new URL('./src', import.meta.url), { withFileTypes: true })
  .filter((one) => one.isDirectory() && !APART.includes(one.name))
  .map((one) => one.name)

const apart = features.map((feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['**/app/**', ...features.filter((other) => other !== feature).map((other) => `../${other}/**`)],
            message: 'features know neither one another nor the app that joins them',
          },
        ],
      },
    ],
  },
}))

export default ts.config(
  { ignores: ['dist/**', 'node_modules/**'] },
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-restricted-globals': ['error', { name: 'parseFloat', message: 'scores are exact decimals: see i18n/decimals' }],
      // Layout is the author's; these two rules only argue about line breaks.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      // Names of own parts are single words on purpose: Crest, Chip, Drawer.
      'vue/multi-word-component-names': 'off',
      // TypeScript already knows which properties may be absent.
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: SHARED.map((folder) => `src/${folder}/**`),
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/features/**', '**/app/**'], message: 'shared code looks at no feature' }] },
      ],
    },
  },
  ...apart,
)
