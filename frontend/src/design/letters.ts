/** Fetches the list of the Chinese letters' hundred parts beside the page rather than before it: until it is here, the machine's own do. */

export const fetchLetters = (): void => void import('@fontsource-variable/noto-sans-sc/wght.css')
