/** The only door to the service: turns answers into values and every refusal into a `Problem` that knows both languages. */

import type { Bilingual, Listing } from './types'

const ROOT = '/api/v1'

/** A refusal. `code` is stable; `messages` are the service's own sentences, absent when nobody answered at all. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly messages: Bilingual | null,
    readonly detail: Record<string, unknown> = {},
  ) {
    super(messages?.en ?? code)
  }
}

/** What somebody has to know when a session ended behind the page's back. */
export const signedOut = new EventTarget()

async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null)
  const read = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const code = typeof read.code === 'string' ? read.code : `http_${answer.status}`
  const messages = (read.messages ?? null) as Bilingual | null
  return new Problem(code, answer.status, messages, read)
}

async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (body instanceof FormData || body instanceof Blob) init.body = body
  else if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'content-type': 'application/json' }
  }
  let answer: Response
  try {
    answer = await fetch(ROOT + path, init)
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    throw new Problem('unreachable', 0, null)
  }
  if (answer.ok) return answer
  if (answer.status === 401) signedOut.dispatchEvent(new Event('signed-out'))
  throw await problemOf(answer)
}

async function valueOf<T>(answer: Response): Promise<T> {
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

export type Query = Record<string, string | number | boolean | null | undefined>

/** `path` with a query; absent values leave no trace. */
export function address(path: string, query: Query = {}): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}

export const api = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    valueOf<T>(await ask('GET', address(path, query), undefined, signal)),
  post: async <T>(path: string, body?: unknown, query?: Query): Promise<T> =>
    valueOf<T>(await ask('POST', address(path, query), body)),
  put: async <T>(path: string, body?: unknown): Promise<T> => valueOf<T>(await ask('PUT', path, body)),
  patch: async <T>(path: string, body?: unknown): Promise<T> => valueOf<T>(await ask('PATCH', path, body)),
  delete: async (path: string): Promise<void> => void (await ask('DELETE', path)),
}

/** Every item of a short list, page after page; stops at `most` so that a wrong address cannot fill the memory. */
export async function everything<T>(path: string, query: Query = {}, most = 2000): Promise<T[]> {
  const found: T[] = []
  for (let offset: number | null = 0; offset !== null && found.length < most; ) {
    const page: Partial<Listing<T>> & { items: T[] } = await api.get<Listing<T>>(path, { ...query, offset, limit: 200 })
    found.push(...page.items)
    // A list that is always whole names no next part.
    offset = page.next ?? null
  }
  return found
}

/** An answer that comes line by line, each a JSON value, as long as the service works on it. */
export async function lines<T>(path: string, body: unknown, each: (line: T) => void): Promise<void> {
  const reader = (await ask('POST', path, body)).body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const whole = (rest + part.value).split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) each(JSON.parse(line) as T)
  }
}
