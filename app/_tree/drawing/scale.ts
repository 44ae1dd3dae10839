const GIB = 2 ** 30;
const MIB = 2 ** 20;
const STEPS = [1, 2, 4, 5, 8, 10, 16, 20, 32, 40, 50, 64, 100, 128, 200, 250, 256, 500];

export interface MemoryScale {
  unit: "GiB" | "MiB";
  /** Bytes at the right end. */
  maxBytes: number;
  ticks: { bytes: number; text: string }[];
}

/** A readable linear axis from zero: GiB for real models, MiB when everything stays below 1.5 GiB; at most `most` steps. */
export function memoryScale(largestBytes: number, most: number): MemoryScale {
  const unit = largestBytes < 1.5 * GIB ? "MiB" : "GiB";
  const bytesPerUnit = unit === "GiB" ? GIB : MIB;
  const top = Math.max(1, largestBytes / bytesPerUnit) * 1.04;
  const step = STEPS.find((candidate) => top / candidate <= most) ?? Math.ceil(top / most / 100) * 100;
  const count = Math.ceil(top / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({
    bytes: index * step * bytesPerUnit,
    text: String(index * step),
  }));
  return { unit, maxBytes: count * step * bytesPerUnit, ticks };
}
