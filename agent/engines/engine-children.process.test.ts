import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchKnobs } from "../../core/serving/knob-match.ts";
import type { KnobReading } from "../../core/serving/knobs.ts";
import { listGroup } from "../host/process-list.ts";
import { knobReadings } from "../serve/load/knob-readings.ts";
import { openRequest, type StandIn, standIn } from "../test/fixtures/engine-child.ts";
import { FRONTED_ENGINES, type FrontedEngine } from "../test/fixtures/engine-table.ts";
import { createEngine } from "./create-engine.ts";
import type { EngineStart, LoadedEngine, OpenRequest } from "./engine.ts";

const KNOBS = { kvBits: 8 as const, maxContext: 4000, maxBatch: 2 };

let engine: StandIn;
const open: LoadedEngine[] = [];
afterEach(async () => {
  for (const loaded of open.splice(0)) await loaded.dispose();
  engine.dispose();
});

async function start(fronted: FrontedEngine, rest: Partial<OpenRequest> = {}, deadlineMs?: number) {
  const { path } = await fronted.model(engine.folder);
  const loaded = await createEngine(fronted.engine, engine.setup(deadlineMs)).open(openRequest(path, KNOBS, rest));
  open.push(loaded);
  return loaded;
}

async function readingsOf(loaded: LoadedEngine) {
  return knobReadings({
    requested: KNOBS,
    readBack: await loaded.readBack(),
    running: KNOBS,
    capability: loaded.capability,
  });
}

const unknown = (requested: number): KnobReading => ({ requested, effective: null, source: "unknown" });
const byEngine = (requested: number, effective: number | null): KnobReading => ({
  requested,
  effective,
  source: "engine",
});

/** What each row of section 6 can say: as asked, and by a stand-in that lowers the context to 1024, the slots to 1 and the bits to unset. */
const READINGS = {
  "llama-server": {
    asked: { kvBits: unknown(8), maxBatch: byEngine(2, 2), maxContext: byEngine(4000, 4096) },
    lowered: { kvBits: unknown(8), maxBatch: byEngine(2, 1), maxContext: byEngine(4000, 1024) },
  },
  "mlx_vlm.server": {
    asked: {
      kvBits: unknown(8),
      maxBatch: { requested: 2, effective: 2, source: "argv" },
      maxContext: byEngine(4000, 4000),
    },
    lowered: {
      kvBits: byEngine(8, null),
      maxBatch: { requested: 2, effective: 2, source: "argv" },
      maxContext: byEngine(4000, 1024),
    },
  },
  "mlx_lm.server": {
    asked: {
      kvBits: { requested: 8, effective: null, source: "argv" },
      maxBatch: unknown(2),
      maxContext: { requested: 4000, effective: null, source: "argv" },
    },
    lowered: {
      kvBits: { requested: 8, effective: null, source: "argv" },
      maxBatch: unknown(2),
      maxContext: { requested: 4000, effective: null, source: "argv" },
    },
  },
  ollama: {
    asked: { kvBits: unknown(8), maxBatch: unknown(2), maxContext: byEngine(4000, 4000) },
    lowered: { kvBits: unknown(8), maxBatch: unknown(2), maxContext: byEngine(4000, 1024) },
  },
  "macprovider-cli": {
    asked: { kvBits: unknown(8), maxBatch: byEngine(2, 2), maxContext: byEngine(4000, 4000) },
    lowered: { kvBits: byEngine(8, null), maxBatch: byEngine(2, 1), maxContext: byEngine(4000, 1024) },
  },
} as const;

describe.each(FRONTED_ENGINES)("$engine", (fronted) => {
  beforeEach(() => {
    engine = standIn(fronted.engine);
  });

  test("A40 A42 A45 it serves what was asked and says which engine, which version and how it was started", async () => {
    const loaded = await start(fronted);
    expect(loaded.capability).toMatchObject({
      engine: fronted.engine,
      engineVersion: fronted.version,
      contextGate: fronted.gate,
    });
    expect(await readingsOf(loaded)).toEqual(READINGS[fronted.engine].asked);
    expect(loaded.start?.argv[0]).toBe(engine.binary);
    expect(loaded.start?.pid).toBeGreaterThan(1);
  });

  test("TA22 what it lowers and reports is read back as drift, what it reports nowhere is never a match", async () => {
    engine.misbehave({ contextTokens: 1024, slots: 1, kvBits: null });
    const readings = await readingsOf(await start(fronted));
    expect(readings).toEqual(READINGS[fronted.engine].lowered);
    const matches = matchKnobs(readings);
    for (const [name, { source }] of Object.entries(readings)) {
      if (source === "unknown") expect(Object.entries(matches)).toContainEqual([name, "not-verifiable"]);
    }
    expect(matches.kvBits).not.toBe("match");
  });

  test("A41 TA22 an engine that answers its ready route before it is loaded is not ready, and is stopped at the deadline", async () => {
    engine.misbehave({ isHealthAlways200: true, hangsInLoad: true });
    const starts: EngineStart[] = [];
    await expect(start(fronted, { onStart: (each) => starts.push(each) }, 1500)).rejects.toThrow(
      `load timeout: ${fronted.engine} gave no token within 2 s`,
    );
    expect(starts).toHaveLength(1);
    for (const { pid } of starts) expect(await listGroup(pid)).toEqual([]);
  });

  test("A41 one that dies in its load fails at once with its exit code", async () => {
    engine.misbehave({ diesInLoad: true });
    await expect(start(fronted)).rejects.toThrow(`${fronted.engine} exited with code 1`);
  });

  test("A41 a start that is given up leaves no engine", async () => {
    engine.misbehave({ hangsInLoad: true });
    const starts: EngineStart[] = [];
    const controller = new AbortController();
    const opening = start(fronted, {
      signal: controller.signal,
      onStart: (each) => {
        starts.push(each);
        controller.abort(new Error("stopped"));
      },
    });
    await expect(opening).rejects.toThrow("stopped");
    for (const { pid } of starts) expect(await listGroup(pid)).toEqual([]);
  });

  test("B25 one that ignores SIGTERM is killed", async () => {
    engine.misbehave({ ignoresSigterm: true });
    const loaded = await start(fronted);
    await loaded.dispose();
    open.splice(0);
    expect(await listGroup(loaded.start?.pid ?? 0)).toEqual([]);
  });
});
