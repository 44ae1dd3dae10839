/** The id the cursor stands on after an arrow key, Home or End; null where the key means nothing (H-42). */
export function stepCursor(ids: readonly string[], current: string | null, key: string): string | null {
  const last = ids.length - 1;
  if (last < 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  const next: Record<string, number> = {
    ArrowRight: Math.min(last, at + 1),
    ArrowLeft: at < 0 ? last : Math.max(0, at - 1),
    Home: 0,
    End: last,
  };
  const index = next[key];
  return index === undefined ? null : (ids[index] ?? null);
}
