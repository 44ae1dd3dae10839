interface NumberPart {
  /** Place of its first character. */
  at: number;
  text: string;
  isNumber: boolean;
}

const NUMBER = /[^\s(]*\d[^\s)]*(?: (?:ms|s|min|tok\/s|GiB|MiB|%)(?![\w]))?/g;

/** A sentence cut at its numbers, each with its unit, so that every digit can lead to its row (H-53). */
export function numberParts(text: string): NumberPart[] {
  const parts: NumberPart[] = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > from) parts.push({ at: from, text: text.slice(from, match.index), isNumber: false });
    parts.push({ at: match.index, text: match[0], isNumber: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ at: from, text: text.slice(from), isNumber: false });
  return parts;
}
