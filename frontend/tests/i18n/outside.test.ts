import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc'

type Child = NonNullable<SFCTemplateBlock['ast']>['children'][number]
type Element = Extract<Child, { tag: string }>

/** Said aloud or shown, so that they are words and belong into a catalogue. */
const SAID = new Set(['alt', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'hint', 'label', 'placeholder', 'title'])
/** Names and keys are the same in every language; codes and units stand in figures. */
const SAME = /^(Echelon|成长梯队|English|中文|Ctrl|Enter|Esc|Open Badges 3\.0|PostgreSQL|Valkey|CSV|XLSX|Excel|PDF|JSON|SHA-256|https|v|[A-Z?/]|F\d+|zh|en)$/
const LETTERS = /[\p{L}]/u

function outside(source: string): string[] {
  const found: string[] = []
  const judge = (text: string): void => {
    for (const part of text.split(/[\s·,，:：()（）/→←–—+=×≥≤%]+/u)) if (LETTERS.test(part) && !SAME.test(part)) found.push(part)
  }
  const walk = (node: Child): void => {
    // NodeTypes: 1 element, 2 text, 5 interpolation
    if (node.type === 2) judge(node.content)
    else if (node.type === 5) interpolated(node.loc.source).forEach(judge)
    else if (node.type === 1) element(node)
  }
  const element = (node: Element): void => {
    for (const prop of node.props) {
      if (prop.type === 6 && SAID.has(prop.name)) judge(prop.value?.content ?? '')
      else if (prop.type === 7 && prop.arg && SAID.has(prop.arg.loc.source)) interpolated(prop.loc.source).forEach(judge)
    }
    if (!['code', 'pre', 'kbd'].includes(node.tag)) node.children.forEach(walk)
  }
  parse(source).descriptor.template?.ast?.children.forEach(walk)
  return found
}

/** Chinese letters and English sentences in the strings of an expression; keys, codes and class names have neither. */
function interpolated(expression: string): string[] {
  return [...expression.matchAll(/(['`])((?:(?!\1).)*)\1/gs)].map((match) => match[2] ?? '').filter((said) => /\p{Script=Han}/u.test(said) || /^[A-Z][a-z]+ [a-z]/.test(said))
}

function files(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : entry.name.endsWith('.vue') ? [[path, readFileSync(path, 'utf8')]] : []
  })
}

describe('what pages say', () => {
  it('stands in a catalogue', () => {
    const pages = files('src')
    expect(pages.length).toBeGreaterThan(200)
    expect(pages.flatMap(([path, source]) => outside(source).map((text) => `${path}: ${text}`))).toEqual([])
  }, 60_000)

  it('is noticed where it does not', () => {
    const planted = (inner: string): string[] => outside(`<template><p>${inner}</p></template>`)
    expect(planted('Sign in')).toEqual(['Sign', 'in'])
    expect(planted('登录')).toEqual(['登录'])
    expect(planted("{{ late ? '迟到' : t('x') }}")).toEqual(['迟到'])
    expect(planted('<input placeholder="Your name" />')).toEqual(['Your', 'name'])
    expect(planted(`<b :title="open ? 'Close it now' : t('x')">{{ n }} · 3</b>`)).toEqual(['Close', 'it', 'now'])
    expect(planted("{{ t('a.b') }} <code>abc</code> <i class=\"abc\" :class=\"'late'\" />")).toEqual([])
  })
})
