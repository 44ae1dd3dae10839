const BASE_MS = 300_000;
const PER_GIB_MS = 20_000;

/** How long a model may take to load, ms: 5 min and 20 s per GiB of weights (A41, B22, JK4); null weights are unknown and count as none. */
export function loadDeadlineMs(weightsBytes: number | null): number {
  return BASE_MS + Math.ceil(((weightsBytes ?? 0) / 2 ** 30) * PER_GIB_MS);
}
