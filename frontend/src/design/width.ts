/** How wide a text is, in Latin letters; a Chinese sign is as wide as two. For choosing a size before anything is drawn. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)
