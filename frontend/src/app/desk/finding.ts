/** Where what was found is opened, and which pages a name leads to. */

import { api } from '../../api/client'
import type { Bilingual } from '../../api/types'
import { placesOf } from '../places'

export type Kind = 'agent' | 'team' | 'contest' | 'template' | 'badge' | 'course' | 'exam' | 'cycle' | 'metric' | 'series' | 'case'

/** `close`: this reader may see personal data of that agent. */
export interface Found {
  kind: Kind
  key: string
  name: Bilingual
  note: Bilingual | null
  close: boolean
}

type May = (permission: string) => boolean

/** Pages that no menu names, because they lie inside others: settings above all. */
const INSIDE: readonly { to: string; name: string; needs: string }[] = [
  { to: '/news', name: 'news', needs: 'cycles.own' },
  { to: '/sight', name: 'sight', needs: 'cycles.own' },
  { to: '/series', name: 'series', needs: 'contests.read' },
  { to: '/series/new', name: 'newSeries', needs: 'contests.launch' },
  { to: '/scorecards/rules', name: 'scorecardRules', needs: 'scorecards.write' },
  { to: '/kudos/rules', name: 'kudosRules', needs: 'kudos.manage' },
  { to: '/points/keep?tab=items', name: 'rewardItems', needs: 'rewards.manage' },
  { to: '/points/keep?tab=budgets', name: 'budgets', needs: 'rewards.manage' },
  { to: '/points/keep?tab=ledger', name: 'ledger', needs: 'rewards.manage' },
  { to: '/badges/new/edit', name: 'newBadge', needs: 'badges.write' },
  { to: '/cycles/new', name: 'newCycle', needs: 'cycles.run' },
  { to: '/classes/approvals', name: 'approvals', needs: 'training.manage' },
  { to: '/courses/new', name: 'newCourse', needs: 'training.manage' },
  { to: '/exams/new', name: 'newExam', needs: 'training.manage' },
  { to: '/qa/forms', name: 'qaForms', needs: 'quality.read' },
  { to: '/qa/calibrations', name: 'calibrations', needs: 'quality.manage' },
  { to: '/benchmarks', name: 'benchmarks', needs: 'quality.manage' },
  { to: '/pair', name: 'pair', needs: 'displays.confirm' },
  { to: '/data?tab=metrics', name: 'metrics', needs: 'people.write' },
  { to: '/data?tab=quarantine', name: 'quarantine', needs: 'people.write' },
  { to: '/verify', name: 'verify', needs: 'contests.read' },
]

export interface Way {
  to: string
  key: string
}

/** All pages somebody may go to, the menu's first, each once, with the key of its name. */
export function waysOf(role: string, may: May): Way[] {
  const menu = placesOf(role, may).map(({ to, name }) => ({ to, key: `shell.${name}` }))
  const inside = INSIDE.filter(({ needs }) => may(needs)).map(({ to, name }) => ({ to, key: `find.page.${name}` }))
  return [...menu, ...inside].filter((way, place, all) => all.findIndex(({ to }) => to === way.to) === place)
}

/** The page of what was found, or null where this reader has none for it. */
export function pageOf(found: Found, role: string, may: May): string | null {
  const key = encodeURIComponent(found.key)
  switch (found.kind) {
    case 'agent':
      if (role === 'agent') return '/me'
      if (found.close && may('career.read')) return `/readiness/${key}`
      if (may('training.manage')) return `/archive/${key}`
      return may('badges.read') ? `/shelves/${key}` : null
    case 'team': return `/teams/${key}`
    case 'contest': return `/contests/${key}`
    case 'template': return `/templates/${key}`
    case 'badge': return `/badges/${key}`
    case 'course': return `/courses/${key}`
    case 'exam': return `/exams/${key}`
    case 'cycle': return `/cycles/${key}`
    case 'series': return `/series/${key}`
    case 'case': return `/cases?q=${key}`
    case 'metric': return may('people.write') ? `/data?tab=metrics&metric=${key}` : null
  }
}

export const find = async (text: string, signal: AbortSignal): Promise<Found[]> =>
  (await api.get<{ items: Found[] }>('/search', { q: text.slice(0, 60) }, signal)).items
