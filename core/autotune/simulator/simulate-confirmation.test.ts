import { describe, expect, test } from "vitest";
import { createMachine } from "./machine.ts";
import { simulateConfirmation } from "./simulate-confirmation.ts";
import type { Surface } from "./surface.ts";

/** Two cells, the first faster by a share; 20 tok/s after 4 s otherwise. */
function pair(gain: number): Surface {
  const cells = [1, 2].map((maxBatch) => ({ kvBits: null, maxBatch, maxContext: 2000 }));
  return { cells, lnTps: [Math.log(20) + Math.log1p(gain), Math.log(20)], lnTtft: [Math.log(4000), Math.log(4000)] };
}

function share(verdict: "better" | "worse", laws: { gain: number; cv: number }): number {
  let hits = 0;
  for (let rngKey = 0; rngKey < 1000; rngKey += 1) {
    const machine = createMachine({ surface: pair(laws.gain), cv: laws.cv, sag: 0.15, rngKey });
    if (simulateConfirmation(machine, { a: 0, b: 1, tieEpsilon: 0.02 })?.verdict === verdict) hits += 1;
  }
  return hits / 1000;
}

describe("M25 on machines that sag by 15 %, 1,000 confirmations each", () => {
  test.each([0.03, 0.05])("M25 equal recipes at CV %f are called better in at most 3.5 %%", (cv) => {
    expect(share("better", { gain: 0, cv })).toBeLessThanOrEqual(0.035);
  });

  test("M25 a gap of 10 % at CV 3 % is shown in at least 95 %", () => {
    expect(share("better", { gain: 0.1, cv: 0.03 })).toBeGreaterThanOrEqual(0.95);
  });

  test("M25 a loss of 10 % at CV 3 % is called worse in at least 95 %", () => {
    expect(share("worse", { gain: -0.1, cv: 0.03 })).toBeGreaterThanOrEqual(0.95);
  });
});
