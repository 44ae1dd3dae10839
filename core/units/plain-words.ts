const MOST_CHARACTERS = 500;

/** Foreign words as one printable line of at most `most` characters: they must not steer a terminal or fill a row. */
export function plainWords(text: string, most: number = MOST_CHARACTERS): string {
  return text
    .slice(0, 2 * most)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, most);
}
