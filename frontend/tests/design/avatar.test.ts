import { describe, expect, it } from 'vitest'
import { isPerson, lettersOf } from '../../src/design/avatar'

describe('an avatar', () => {
  it('says the given name of a Chinese one, at most two signs of it', () => {
    expect(['李佳怡', '李娜', '欧阳娜', '欧阳娜娜', '欧阳', '阿依古丽', '娜'].map(lettersOf)).toEqual(['佳怡', '娜', '娜', '娜娜', '阳', '古丽', '娜'])
  })

  it('says the initials of every other, written in whatever letters', () => {
    expect(['Karim Wolf', 'Emma von Schwarz', 'Cher', 'éva Ölmez', '卡里姆·沃尔夫', ' ', ''].map(lettersOf)).toEqual(['KW', 'ES', 'C', 'ÉÖ', '卡沃', '', ''])
  })

  it('stands for people, not for teams', () => {
    expect(['a12', 't12', 'all', ''].map(isPerson)).toEqual([true, false, false, false])
  })
})
