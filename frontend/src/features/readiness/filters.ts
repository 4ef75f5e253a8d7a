/** The filter of the readiness table and the address that carries it, so that a link shows what its sender saw. */

import { READY_STATES, type ReadyState, type ReadyWanted } from '../../api/readiness'

export const NO_FILTER: ReadyWanted = { site: '', team: '', level: '', target: '', states: [], q: '', sort: 'readiness' }
const FIELDS = ['site', 'team', 'level', 'target', 'q', 'sort'] as const

type Query = Record<string, unknown>
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export function wantedOf(query: Query): ReadyWanted {
  const states = text(query.state).split(',').filter((one): one is ReadyState => (READY_STATES as readonly string[]).includes(one))
  return { ...NO_FILTER, site: text(query.site), team: text(query.team), level: text(query.level), target: text(query.target), q: text(query.q), sort: text(query.sort) || 'readiness', states }
}

/** For the page's own address; what is not filtered leaves no trace. */
export function queryOf(wanted: ReadyWanted): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of FIELDS) if (wanted[name] && wanted[name] !== NO_FILTER[name]) found[name] = wanted[name]
  if (wanted.states.length) found.state = wanted.states.join(',')
  return found
}

/** For the service, which takes a state more than once. */
export function searchOf(wanted: ReadyWanted, more: Record<string, number> = {}): string {
  const search = new URLSearchParams()
  for (const name of FIELDS) if (wanted[name]) search.set(name, wanted[name])
  for (const state of wanted.states) search.append('state', state)
  for (const [name, value] of Object.entries(more)) search.set(name, String(value))
  return search.toString()
}

export const isFiltered = (wanted: ReadyWanted): boolean => Object.keys(queryOf({ ...wanted, sort: '' })).length > 0

/** The other way round on a second click; days and codes begin from the start, readiness and scores from the top. */
export const turned = (sort: string, name: string): string => (sort === name ? `-${name}` : name)
