/** Decides how a person without a photograph looks: the same on every screen, for ever, by code and name alone. */

/** Surnames of two signs; what follows them is the given name. */
const DOUBLE = /^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|司空|令狐|夏侯|端木|长孙|宇文|轩辕|申屠|太史|闻人|独孤|南宫|西门|呼延|百里)(?=.)/u
const HAN = /\p{Script=Han}/u

/** What stands for a name: of a Chinese one the given name, at most its last two signs; of all others the first letters of its
 * first and last word. A foreign name in Chinese signs (卡里姆·沃尔夫) is shortened as its bearer would. */
export function lettersOf(name: string): string {
  const words = name.trim().split(/[\s·•・.-]+/u).filter(Boolean)
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  if (words.length === 1 && HAN.test(first)) return [...givenOf(first)].slice(-2).join('')
  return [first, last].map((word) => [...word][0] ?? '').join('').toUpperCase()
}

function givenOf(name: string): string {
  const signs = [...name]
  if (DOUBLE.test(name)) return signs.slice(2).join('')
  return signs.length > 1 ? signs.slice(1).join('') : name
}

/** Whether an id on a board belongs to a person rather than to a team. */
export const isPerson = (id: string): boolean => /^a\d/.test(id)
