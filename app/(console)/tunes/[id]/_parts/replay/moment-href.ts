/** The live screen of a finished run at a moment, seconds after its start (E3). */
export function momentHref(seconds: number): string {
  return `?tab=story&at=${Math.ceil(seconds * 10) / 10}`;
}
