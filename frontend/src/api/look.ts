/** How the centre looks: asked once, worn by every page, also before anybody signed in. */

import { shallowRef, type ShallowRef } from 'vue'
import type { Bilingual } from './types'

export interface Shades { light: string; light_soft: string; dark: string; dark_soft: string }
export interface SeenLook { name: Bilingual; shades: Shades | null; logo: string | null }

export interface Signature { picture: string; name: Bilingual; title: Bilingual }
/** All of it, for those who keep it; pictures by their digests. */
export interface Look { name: Bilingual; colour: string | null; logo: string | null; seal: string | null; signatures: Signature[] }
export interface JudgedColour { contrast: string; passes: boolean; nearest: string; shades: Shades }
export interface Uploaded { sha256: string; width: number; height: number }

export const look: ShallowRef<SeenLook | null> = shallowRef(null)
let worn: CSSStyleSheet | null = null

/** Ask for it and put it on. A page that cannot reach the service looks as it always does. */
export async function wear(): Promise<void> {
  const answer = await fetch('/api/v1/look', { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return
  look.value = (await answer.json()) as SeenLook
  paint(look.value.shades)
}

function paint(shades: Shades | null): void {
  worn ??= document.adoptedStyleSheets[document.adoptedStyleSheets.push(new CSSStyleSheet()) - 1] ?? null
  worn?.replaceSync(shades
    ? `:root{--accent:${shades.light};--accent-soft:${shades.light_soft}}@media screen{[data-theme='dark']{--accent:${shades.dark};--accent-soft:${shades.dark_soft}}}`
    : '')
}
