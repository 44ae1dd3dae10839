/** IM53, JK7. */
const ITEMS_MOST = 50;
const SECONDS_MOST = 3_600;

/** The next jobs' items in order, runs before classifications and never in one job, since a machine may do only one of them: at most 50 a job, and their time limits together within the run deadline; at most `jobs` jobs. */
export function nextJobItems<T extends { maxSeconds: number; step: string }>(
  waiting: readonly T[],
  jobs: number,
): T[][] {
  const groups: T[][] = [];
  let seconds = 0;
  const isRun = ({ step }: T): boolean => step !== "classify";
  for (const item of [...waiting.filter(isRun), ...waiting.filter((one) => !isRun(one))]) {
    const open = groups.at(-1);
    if (
      open === undefined ||
      open.some((one) => isRun(one) !== isRun(item)) ||
      open.length >= ITEMS_MOST ||
      seconds + item.maxSeconds > SECONDS_MOST
    ) {
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
