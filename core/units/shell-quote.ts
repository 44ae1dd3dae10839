const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** One word of a command line as a POSIX shell reads it, quoted only where needed. */
export function shellQuote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
