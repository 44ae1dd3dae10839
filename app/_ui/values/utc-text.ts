/** "2026-11-20 14:02 UTC": what the server renders, equal in every zone (H-48). */
export function utcText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
