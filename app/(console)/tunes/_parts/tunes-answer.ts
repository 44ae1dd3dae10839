/** What ran, what failed, what is running: one sentence from the counts of the whole list. */
export function tunesAnswer(counts: { running: number; finished: number; failed: number }): string {
  const { running, finished, failed } = counts;
  if (running + finished + failed === 0) return "Nothing has run yet.";
  const parts = [
    running === 0 ? null : `${running} under way`,
    `${finished} finished`,
    failed === 0 ? "none failed" : `${failed} failed`,
  ].filter((part) => part !== null);
  return `${parts.join(", ")}.`;
}

/** The failure after the open one in the shown order, around the end; null without any (H-27). */
export function nextFailure<TRow extends { id: string }>(
  failures: readonly TRow[],
  currentId: string | null,
): TRow | null {
  const at = failures.findIndex((row) => row.id === currentId);
  return failures[(at + 1) % Math.max(1, failures.length)] ?? null;
}
