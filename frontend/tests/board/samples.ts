/** Rows and boards for tests to start from. */

import type { Board, Row } from '../../src/api/types'

export const row = (id: string, rank: number | null, score: string | null): Row => ({
  id, rank, tied: false, score, name: { zh: `${id}组`, en: id }, code: id.toUpperCase(), gap: null, moved: 0,
})
export const board = (rows: Row[], asOf = '2026-01-05T00:00:00Z'): Board => ({
  contest: {
    id: 1, title: { zh: '周赛', en: 'Week' }, skill: { zh: '', en: '' }, participants: 'team', format: 'race', phase: 'running',
    starts: '2026-01-05T00:00:00Z', ends: '2026-01-12T00:00:00Z', zone: 'Asia/Shanghai', site: { code: 'XM', name: { zh: '厦门', en: 'Xiamen' } }, unit: '', decimals: 1,
  },
  as_of: asOf, view: 'full', rows, taking_part: [], total: rows.length,
})
