import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testPlan } from "../../../core/autotune/report/test-trial.ts";
import { isPortFree } from "../../host/port-owner.ts";
import { freePort } from "../../test/free-port.ts";
import { fixtureBinary } from "../../test/tune-harness.ts";
import { createProviderRunner } from "../provider/provider-runner.ts";
import { preWarm } from "./pre-warm.ts";

test.each([
  [true, "alreadyCached"],
  [false, "fetchedDuringLoad"],
] as const)(
  "TB44, B41 with cached %s a clock that moves by 7 s gives 7.0, and the port is closed afterwards",
  async (isCached, cacheState) => {
    const port = await freePort();
    let monoMs = 1000;
    const runner = createProviderRunner({
      binary: fixtureBinary("provider-ready.ts"),
      env: { PATH: "/usr/bin:/bin" },
      port,
      logFolder: mkdtempSync(join(tmpdir(), "espalier-warm-")),
      lock: { nameCandidate: () => undefined },
      mayForceKill: true,
      wallMs: () => 1_700_000_000_000,
      newId: () => "00000000-0000-4000-8000-000000000000",
      onText: () => undefined,
    });
    const warmed = await preWarm(
      {
        plan: testPlan({ targetContext: 100 }),
        port,
        runner,
        cache: {
          isCached: () => isCached,
          cachedBytes: () => {
            monoMs = 8000;
            return 0;
          },
        },
        clock: { wallMs: () => 0, monoMs: () => monoMs },
        signal: new AbortController().signal,
        progress: () => undefined,
        loadDeadlineMs: null,
        engine: { name: null, version: null, capability: null },
      },
      "org/a-1B",
      { index: 1, of: 1 },
    );
    expect(warmed).toEqual({ kind: "warmed", cacheState, loadDurationS: 7 });
    expect(await isPortFree(port)).toBe(true);
  },
);
