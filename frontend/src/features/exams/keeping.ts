/** Keeps what somebody answers: on this machine at once, on the server as soon as it can be reached, each answer with a counter. */

import { computed, onScopeDispose, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { api, Problem } from '../../api/client'
import type { Answer, Seat } from '../../api/exams'

interface Unsent { question: string; answer: Answer; number: number }
export type Safety = 'saved' | 'saving' | 'waiting'
const AGAIN_MS = 3000
const OVER = ['time_over', 'handed_in']

export interface Keeping {
  answers: Record<string, Answer>
  safety: ComputedRef<Safety>
  /** The server takes no answers any more. */
  over: Ref<boolean>
  put: (question: string, answer: Answer) => void
  flush: () => Promise<boolean>
}

/** The counter must grow over reloads and devices, so it follows the server's clock. */
export function nextNumber(last: number, serverNow: number): number {
  return Math.max(last + 1, Math.floor(serverNow))
}

function remembered(key: string): Unsent[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as Unsent[]
  } catch {
    return []
  }
}

export function useKeeping(seat: Seat): Keeping {
  const key = `echelon.sitting.${seat.id}`
  const ahead = Date.parse(seat.now) - Date.now()
  const answers = reactive<Record<string, Answer>>({ ...seat.answers })
  const unsent = reactive(new Map<string, Unsent>())
  const sending = ref(false)
  const cut = ref(false)
  const over = ref(false)
  let last = Math.max(0, ...Object.values(seat.numbers))
  let timer: ReturnType<typeof setTimeout> | undefined

  // What an earlier page could not send any more; an older one than the server's changes nothing there and nothing here.
  for (const one of remembered(key)) {
    if (one.number <= (seat.numbers[one.question] ?? 0)) continue
    unsent.set(one.question, one)
    answers[one.question] = one.answer
    last = Math.max(last, one.number)
  }

  function remember(): void {
    if (unsent.size) localStorage.setItem(key, JSON.stringify([...unsent.values()]))
    else localStorage.removeItem(key)
  }

  async function flush(): Promise<boolean> {
    if (sending.value || over.value) return !unsent.size
    clearTimeout(timer)
    sending.value = true
    try {
      while (unsent.size) {
        const sent = [...unsent.values()]
        await api.put(`/sittings/${seat.id}/answers`, { answers: sent })
        for (const one of sent) if (unsent.get(one.question)?.number === one.number) unsent.delete(one.question)
        remember()
      }
      cut.value = false
    } catch (reason) {
      if (reason instanceof Problem && OVER.includes(reason.code)) {
        over.value = true
        unsent.clear()
        remember()
      } else {
        cut.value = true
        timer = setTimeout(() => void flush(), AGAIN_MS)
      }
    } finally {
      sending.value = false
    }
    return !unsent.size
  }

  function put(question: string, answer: Answer): void {
    if (over.value) return
    last = nextNumber(last, Date.now() + ahead)
    answers[question] = answer
    unsent.set(question, { question, answer, number: last })
    remember()
    void flush()
  }

  const online = (): void => void flush()
  window.addEventListener('online', online)
  onScopeDispose(() => {
    window.removeEventListener('online', online)
    clearTimeout(timer)
  })
  if (unsent.size) void flush()
  const safety = computed<Safety>(() => (!unsent.size ? 'saved' : cut.value ? 'waiting' : 'saving'))
  return { answers, safety, over, put, flush }
}
