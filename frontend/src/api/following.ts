/** Asks again and again while somebody looks at the page, and at once when they come back to it. */

export interface Following {
  follow: () => void
  rest: () => void
}

/** `look` is asked every `ms`; it keeps still by itself while the page is hidden, and its failures are its own to swallow. */
export function following(look: () => Promise<void>, ms: number): Following {
  let timer: ReturnType<typeof setInterval> | undefined
  const again = (): void => void look()
  return {
    follow() {
      again()
      timer ??= setInterval(again, ms)
      document.addEventListener('visibilitychange', again)
    },
    rest() {
      clearInterval(timer)
      timer = undefined
      document.removeEventListener('visibilitychange', again)
    },
  }
}
