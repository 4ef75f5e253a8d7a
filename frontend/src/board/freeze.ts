import type { Period } from '../api/types'

/** Minutes before the end at which the public board stops, where nothing else is said. */
export const USUAL_FREEZE: Record<Period, number> = { week: 240, month: 1440, hours: 0 }
