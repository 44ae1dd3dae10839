import type { Fence } from "../contract/v1/job.ts";

interface FenceParts {
  epoch: number;
  counter: number;
}

function partsOf(fence: Fence): FenceParts {
  const [epoch = "0", counter = "0"] = fence.split(".");
  return { epoch: Number(epoch), counter: Number(counter) };
}

/** LE1, INV-2: negative when `left` is older, compared as two integers, never as text. */
export function compareFences(left: Fence, right: Fence): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  return a.epoch === b.epoch ? a.counter - b.counter : a.epoch - b.epoch;
}

/** LE1: the fence of the next grant; strictly greater than the job's last one, also after the epoch file was lost. */
export function nextFence(last: Fence | null, processEpoch: number): Fence {
  const { epoch, counter } = last === null ? { epoch: 0, counter: 0 } : partsOf(last);
  return `${Math.max(epoch, processEpoch)}.${counter + 1}`;
}
