/** All that a wall says. */

import { sceneWords } from '../../board/scenes/words'
import type { Words } from '../../i18n'
import { sharedWords } from '../../i18n/shared'
import { seasonWords } from '../../season/words'
import { wallWords } from './words'

export const wallSays: readonly Words[] = [sharedWords, sceneWords, seasonWords, wallWords]
