/** The collective honors there are, the greatest first. */

import type { FedHonor, HonorKind } from '../../api/honors'

export const KINDS: readonly HonorKind[] = ['season_champion', 'team_of_the_month', 'red_banner', 'most_improved_team', 'zero_complaint_team']
/** Those that follow from contests. */
export const FED: readonly FedHonor[] = ['red_banner', 'team_of_the_month', 'most_improved_team', 'season_champion']
