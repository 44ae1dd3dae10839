/** IM53, JK7. */
const ITEMS_MOST = 50;
const SECONDS_MOST = 3_600;

/** The next jobs' items in order: at most 50 a job, and their time limits together within the run deadline; at most `jobs` jobs. */
export function nextJobItems<T extends { maxSeconds: number }>(waiting: readonly T[], jobs: number): T[][] {
  const groups: T[][] = [];
  let seconds = 0;
  for (const item of waiting) {
    const open = groups.at(-1);
    if (open === undefined || open.length >= ITEMS_MOST || seconds + item.maxSeconds > SECONDS_MOST) {
      if (groups.length === jobs) break;
      groups.push([item]);
      seconds = item.maxSeconds;
    } else {
      open.push(item);
      seconds += item.maxSeconds;
    }
  }
  return groups;
}
