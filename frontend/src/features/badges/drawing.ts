/** What the pages of badges say and draw alike. */

import type { Badge } from '../../api/badges'
import { TIERS, type Tier } from '../../design/badge'
import { scaled } from '../../i18n/decimals'
import { FAMILIES, symbolOf, type Family } from '../../design/symbols'

export const topTier = (badge: Pick<Badge, 'steps'>): Tier => badge.steps.at(-1)?.tier ?? 'plain'
export const higher = (one: Tier, other: Tier): boolean => TIERS.indexOf(one) > TIERS.indexOf(other)

/** The badges of each family, in the order in which they came; families without any are left out. */
export function grouped(badges: readonly Badge[]): { family: Family; badges: Badge[] }[] {
  return FAMILIES.map((family) => ({ family, badges: badges.filter((one) => symbolOf(one.symbol).family === family) })).filter((group) => group.badges.length)
}

/** Of each badge the award of the highest tier, the latest first, and how many there are of it. */
export function shelfOf<A extends { badge: string; tier: Tier; on: string; withdrawn: unknown }>(awards: readonly A[]): { award: A; count: number }[] {
  const held = new Map<string, { award: A; count: number }>()
  for (const award of awards.filter((one) => !one.withdrawn)) {
    const known = held.get(award.badge)
    if (!known || higher(award.tier, known.award.tier)) held.set(award.badge, { award, count: 1 })
    else if (award.tier === known.award.tier) held.set(award.badge, { award: award.on > known.award.on ? award : known.award, count: known.count + 1 })
  }
  return [...held.values()].sort((one, other) => (one.award.on < other.award.on ? 1 : -1))
}

/** What has been begun, the nearest first, and what is still open: twenty bars with nothing in them would hide the one that matters. */
export function nearest<P extends { share: string }>(progress: readonly P[]): { begun: P[]; open: P[] } {
  const share = (one: P): bigint => scaled(one.share, 6) ?? 0n
  const begun = progress.filter((one) => share(one) > 0n).sort((one, other) => (share(one) < share(other) ? 1 : -1))
  return { begun, open: progress.filter((one) => share(one) <= 0n) }
}

/** The picture of a drawn badge as PNG, `size` pixels wide. */
export async function pngOf(drawn: SVGSVGElement, size: number): Promise<Blob> {
  const copy = drawn.cloneNode(true) as SVGSVGElement
  copy.setAttribute('width', String(size))
  copy.setAttribute('height', String(size))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  canvas.getContext('2d')?.drawImage(image, 0, 0, size, size)
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'))
}
