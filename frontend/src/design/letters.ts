/** Fetches the list of the Chinese letters' hundred parts beside the page rather than before it: until it is here, the machine's own do. */

const HAD = 'echelon.letters'
/** A phone has Chinese letters of its own, as good as these, and pays for every megabyte. */
const OWN = '(pointer: coarse) and (max-width: 700px)'
/** After the page and all it is made of are here. */
const CALM_MS = 2000

export const fetchLetters = async (): Promise<void> => void (await import('@fontsource-variable/noto-sans-sc/wght.css'))

/** At once where an earlier visit left them in the browser's store; a first visit waits until what somebody came for is on the page. */
export function fetchLettersWhenCalm(): void {
  if (matchMedia(OWN).matches) return
  if (localStorage.getItem(HAD)) return void fetchLetters()
  const fetched = (): void => void fetchLetters().then(() => localStorage.setItem(HAD, 'yes')).catch(() => undefined)
  const calm = (): void => void setTimeout(fetched, CALM_MS)
  if (document.readyState === 'complete') calm()
  else window.addEventListener('load', calm, { once: true })
}
