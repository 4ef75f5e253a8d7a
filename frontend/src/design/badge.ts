/** The parts every badge is put together from: a shape for what it is for, a material for its tier. Flat colours, which never band. */

import type { Family } from './symbols'

export type Tier = 'plain' | 'bronze' | 'silver' | 'gold' | 'diamond'
export const TIERS: readonly Tier[] = ['plain', 'bronze', 'silver', 'gold', 'diamond']

/** `edge` holds the badge together on white, `rim` on black; the symbol is `ink` on `face` and on its `shade`. */
export interface Material { edge: string; rim: string; face: string; shade: string; ink: string }

export const MATERIALS: Record<Tier | 'open', Material> = {
  plain: { edge: '#123477', rim: '#dbe7ff', face: '#2b62cf', shade: '#2053b8', ink: '#ffffff' },
  bronze: { edge: '#4f270d', rim: '#f3cfae', face: '#ad6330', shade: '#985426', ink: '#fff8f0' },
  silver: { edge: '#39424f', rim: '#f6f8fb', face: '#c6ced9', shade: '#b1bbc9', ink: '#1c2633' },
  gold: { edge: '#644200', rim: '#fff1bd', face: '#f3c03c', shade: '#e3ab24', ink: '#412900' },
  diamond: { edge: '#0c4459', rim: '#edfcff', face: '#a1e2f2', shade: '#82d2e8', ink: '#06323f' },
  // Still to be earned.
  open: { edge: '#76839a', rim: '#f1f4f8', face: '#e2e7ee', shade: '#d6dce6', ink: '#566276' },
}

/** How many signs under the symbol tell the tier to whoever does not see its colour. */
export const pipsOf = (tier: Tier): number => TIERS.indexOf(tier)

/** Outlines on a grid of 64. */
export const SHAPES: Record<Family, string> = {
  beginnings: 'M32 3a29 29 0 1 1 0 58 29 29 0 1 1 0-58z',
  quality: 'M32 2.5 58 9.5v23.5c0 13.5-10.5 23-26 28.5C16.5 56 6 46.5 6 33V9.5z',
  growth: 'M32 2.5 58 17.3v29.4L32 61.5 6 46.7V17.3z',
  reliable: 'M20.5 4h23L60 20.5v23L43.5 60h-23L4 43.5v-23z',
  together: scallop(10),
}

/** A seal of so many round lobes. */
function scallop(lobes: number): string {
  const notch = (turn: number): string => {
    const angle = (turn / lobes) * 2 * Math.PI - Math.PI / 2
    return `${(32 + 26 * Math.cos(angle)).toFixed(2)} ${(32 + 26 * Math.sin(angle)).toFixed(2)}`
  }
  const arcs = Array.from({ length: lobes }, (_, lobe) => `A9.6 9.6 0 0 1 ${notch(lobe + 0.5)}`)
  return `M${notch(-0.5)}${arcs.join('')}z`
}
