interface Waiting {
  kind: string;
  requestedBy: string;
}

const FIRST_KINDS = new Set(["restore", "rollback"]);

/** QU2: restore and rollback first, then round-robin over requesters starting after the one served last, each first-in first-out. */
export function orderQueue<T extends Waiting>(oldestFirst: readonly T[], lastRequester: string | null): T[] {
  const first = oldestFirst.filter((job) => FIRST_KINDS.has(job.kind));
  const lanes = new Map<string, T[]>();
  for (const job of oldestFirst) {
    if (FIRST_KINDS.has(job.kind)) continue;
    lanes.set(job.requestedBy, [...(lanes.get(job.requestedBy) ?? []), job]);
  }
  const names = [...lanes.keys()];
  const start = lastRequester === null ? 0 : names.indexOf(lastRequester) + 1;
  const turns = [...names.slice(start), ...names.slice(0, start)];
  const rounds = Math.max(0, ...[...lanes.values()].map((lane) => lane.length));
  const rest = Array.from({ length: rounds }, (_none, round) =>
    turns.flatMap((name) => lanes.get(name)?.[round] ?? []),
  );
  return [...first, ...rest.flat()];
}
