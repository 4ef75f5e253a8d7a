/** Words of duels, goals, divisions and pace, which walls, desks and phones all say. */

import type { Words } from '../../i18n'

export const sceneWords: Words = {
  zh: {
    duel: { open: '双方正在热身，第一批数据到达后开拔', level: '难分高下（差距小于 {n} 算平）', drawn: '平局：差距小于 {n}', ahead: '{name} 领先 {n}', won: '{name} 以 {n} 的优势获胜', walkover: '{name} 暂时领先，对方还没有达到参评条件', side: '第 {n} 方', mineAhead: '我们这一方领先，稳住！', mineBehind: '对方领先，一起加把劲！', mineLevel: '难分高下，再使点劲！', versus: '对阵' },
    goal: { together: '大家一起', of: '目标 {n}', reached: '目标达成！', reachedAt: '{at} 达成目标！', left: '再有 {n} 就到线', missed: '离目标还差 {n}', open: '第一批数据到达后开始上升', brought: '带来', brings: '这是我们带来的', everybody: '不分名次，每一份都算数。' },
    division: { rookies: '新人组', others: '常规组', small: '小班组', large: '大班组', label: '组别' },
    pace: { label: '照此下去', short: '照此 ≈ {n}', hint: '如果剩下的排班时间和到现在一样，结束时大约是这个数。只供参考，不参与排名。', own: '照现在的节奏，结束时约 {n}', goal: '照现在的节奏，结束时约 {n}' },
  },
  en: {
    duel: { open: 'Both sides are warming up; the rope moves with the first figures', level: 'All square (under {n} is a draw)', drawn: 'A draw: less than {n} between them', ahead: '{name} ahead by {n}', won: '{name} won by {n}', walkover: '{name} ahead; the others are not ranked yet', side: 'Side {n}', mineAhead: 'Your side is ahead. Hold on!', mineBehind: 'The others are ahead. Pull together!', mineLevel: 'All square. One more pull!', versus: 'against' },
    goal: { together: 'All together', of: 'of {n}', reached: 'Goal reached!', reachedAt: 'Goal reached {at}!', left: '{n} to go', missed: '{n} short of the goal', open: 'It rises with the first figures', brought: 'Brings', brings: 'what we bring', everybody: 'Nobody against anybody: every bit counts.' },
    division: { rookies: 'Newcomers', others: 'Main', small: 'Smaller teams', large: 'Larger teams', label: 'Division' },
    pace: { label: 'At this pace', short: 'pace ≈ {n}', hint: 'About where this ends if the rest of the planned time goes like so far. A look ahead: nobody is ranked by it.', own: 'At this pace about {n} at the end', goal: 'At this pace about {n} at the end' },
  },
}
