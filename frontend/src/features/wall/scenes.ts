/** Finds what draws a scene: every folder of `src/scenes` is one, fetched with its words when its turn comes near. */

import { shallowReactive, type Component } from 'vue'
import { speak, type Words } from '../../i18n'

const drawings = import.meta.glob<{ default: Component }>('../../scenes/*/Scene.vue')
const sayings = import.meta.glob<Record<string, Words>>('../../scenes/*/words.ts')
const ready = shallowReactive(new Map<string, Component>())

export const isDrawn = (kind: string): boolean => `../../scenes/${kind}/Scene.vue` in drawings

/** What draws it, once it is here. */
export const drawingOf = (kind: string): Component | undefined => ready.get(kind)

export async function fetchDrawing(kind: string): Promise<void> {
  if (ready.has(kind)) return
  const [drawing, words] = await Promise.all([drawings[`../../scenes/${kind}/Scene.vue`]?.(), sayings[`../../scenes/${kind}/words.ts`]?.()])
  if (words) speak(Object.values(words))
  if (drawing) ready.set(kind, drawing.default)
}

/** All of them, so that a wall whose network goes away can still draw what it has. */
export const fetchDrawings = (kinds: readonly string[]): Promise<unknown> => Promise.all(kinds.filter(isDrawn).map((kind) => fetchDrawing(kind).catch(() => undefined)))
