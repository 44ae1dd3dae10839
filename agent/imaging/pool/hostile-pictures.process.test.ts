import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RunErrorReason } from "../../../core/imaging/record/parts.ts";
import { listProcesses } from "../../host/process-list.ts";
import { systemClock } from "../../host/system-clock.ts";
import { hostilePictures } from "../../test/hostile/pictures/hostile-pictures.ts";
import { createImagePool } from "./image-pool.ts";
import type { RunTask } from "./task.ts";

const MIB = 1_048_576;
const GROWTH_LIMIT_MIB = 100;

function taskOf(inputPath: string, outputDir: string): RunTask {
  mkdirSync(outputDir);
  return {
    kind: "run",
    inputPath,
    outputDir,
    steps: [
      { op: "denoise.median", args: { size: 3 } },
      { op: "output", args: { format: "png", level: 1, palette: false } },
    ],
    ids: ["grain", "output"],
    workLongSide: 1600,
    maxPixels: 50_000_000,
    maxSeconds: 60,
    maxOutputBytes: 50_000_000,
    wants: { before: true, thumb: true, pixels: true },
  };
}

async function workerMib(): Promise<number> {
  const own = (await listProcesses()).filter(({ parentPid }) => parentPid === process.pid);
  const worker = own.find(({ argv }) => argv.some((word) => word.endsWith("imaging/worker/main.ts")));
  return (worker?.residentBytes ?? 0) / MIB;
}

test("UB4 IMB8 TH15 IM48 IM49 200 hostile files: each taken or refused with a reason, one child lives through all of them", async () => {
  const files = await hostilePictures();
  expect(files.length).toBeGreaterThanOrEqual(200);
  const folder = mkdtempSync(join(tmpdir(), "espalier-hostile-"));
  const pool = createImagePool({
    scratchDir: folder,
    takesAvif: false,
    monoMs: systemClock.monoMs,
    maxChildren: 1,
    jobsPerChild: 1000,
  });
  await pool.engine();
  const before = await workerMib();
  let most = before;
  const slowest = { name: "", ms: 0 };
  const reasons = new Map<string, number>();
  for (const [index, { name, bytes, expected }] of files.entries()) {
    const inputPath = join(folder, `${index}-${name.replaceAll(" ", "")}`);
    writeFileSync(inputPath, bytes);
    const startedMs = systemClock.monoMs();
    const outcome = await pool.run(taskOf(inputPath, join(folder, `out-${index}`)));
    const ms = systemClock.monoMs() - startedMs;
    const reason = outcome.ok ? "taken" : outcome.reason;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (!outcome.ok) {
      expect(RunErrorReason.options, name).toContain(outcome.reason);
      expect(["worker_crash", "time_limit", "memory_limit"], `${name}: ${outcome.detail}`).not.toContain(
        outcome.reason,
      );
      expect(outcome.detail.length, name).toBeGreaterThan(10);
      if (ms > slowest.ms) Object.assign(slowest, { name, ms });
    }
    if (expected !== "either") expect(outcome.ok, `${name}: ${reason}`).toBe(expected === "taken");
    most = Math.max(most, await workerMib());
  }
  await pool.close();
  const told = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(", ");
  process.stdout.write(
    `IMB8: ${files.length} files (${told}); slowest refusal ${Math.round(slowest.ms)} ms (${slowest.name}, bar 500 ms); ` +
      `the child grew by ${Math.round(most - before)} MiB (bar ${GROWTH_LIMIT_MIB} MB)\n`,
  );
  expect(most - before).toBeLessThan(GROWTH_LIMIT_MIB);
}, 300_000);
