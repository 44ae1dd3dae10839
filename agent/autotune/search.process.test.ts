import { expect, test } from "vitest";
import { isPortFree } from "../host/port-owner.ts";
import { type TuneTestRequest, tuneTest } from "../test/tune-harness.ts";

const SMALL = { "target-context": "100", "kv-bits-axis": "unset", "max-batch-axis": "1", "stage2-replicates": "1" };

const start = (request: Partial<TuneTestRequest> & { models: string }) =>
  tuneTest({
    provider: "provider-by-model.ts",
    ...request,
    flags: { ...SMALL, "candidate-models": request.models, ...request.flags },
  });

test("TB8a, B42, B43, B47 a transient pre-warm failure costs one candidate and the next one wins", async () => {
  const tune = await start({ models: "org/broken-download-2B,org/a-1B" });
  expect(await tune.run()).toBe(0);
  const { run, trials } = tune.stored();
  expect(trials[0]).toMatchObject({ isFeasible: false, notes: expect.stringMatching(/^pre-warm transient: /) });
  expect(run?.exitReason).toBe("ok");
});

test("TB8b, TB47, B43, B47 an integrity failure stores its row before the run is given up, the next candidate is untouched", async () => {
  const tune = await start({ models: "org/forged-2B,org/a-1B" });
  expect(await tune.run()).toBe(1);
  const { run, trials } = tune.stored();
  expect(trials.map(({ model, notes }) => [model, notes?.startsWith("pre-warm integrity: ")])).toEqual([
    ["org/forged-2B", true],
  ]);
  expect(run).toMatchObject({ exitReason: "pre_warm_integrity_failure", recommendationJson: null });
  expect(tune.journal()).toEqual([]);
});

test("B45 a provider that never gets ready is a transient load timeout", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-never-ready.ts",
    place: { loadDeadlineMs: 1200 },
  });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]).toMatchObject({
    isFeasible: false,
    errorCount: 0,
    notes: expect.stringMatching(/^pre-warm transient: load timeout: ./),
  });
});

test("B40, B53, B16, B58, B96 a pre-warm asks nothing, Stage 1 starts anew without other knobs, providers follow one another", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-ready.ts",
    flags: { "kv-bits-axis": "unset,8", "stage2-replicates": "2" },
  });
  expect(await tune.run()).toBe(0);
  const lines = tune.journal();
  const pids = [...new Set(lines.map(({ pid }) => pid))];
  const ofPid = (pid: number | undefined) => lines.filter((line) => line.pid === pid);
  expect(pids.flatMap((pid) => ofPid(pid))).toEqual(lines);
  expect(pids.map((pid) => ofPid(pid).filter(({ event }) => event === "request").length)).toEqual([0, 2, 3, 3]);
  const argv = pids.map((pid) => ofPid(pid)[0]?.argv?.slice(ofPid(pid)[0]?.argv?.indexOf("serve")).join(" "));
  const common = `serve --no-join --model org/a-1B --port ${tune.port}`;
  expect(argv).toEqual([
    `${common} --max-context 100`,
    `${common} --max-context 100`,
    `${common} --max-batch 1 --max-context 100`,
    `${common} --kv-bits 8 --max-batch 1 --max-context 100`,
  ]);
});

test("TB48 a 503 makes a candidate infeasible, odd lines and choices[0].text are read", async () => {
  const refused = await start({ models: "org/unavailable-1B" });
  expect(await refused.run()).toBe(1);
  expect(refused.stored().trials[0]?.notes).toContain("HTTP 503");
  const odd = await start({ models: "org/a-1B", provider: "provider-ready.ts", arguments: ["--shape=odd-lines"] });
  expect(await odd.run()).toBe(0);
});

test("TB7, TB61, B17 every start has --no-join once, an empty environment and a private config without the user's knobs", async () => {
  const tune = await start({
    models: "org/a-1B",
    place: {
      environment: {
        PATH: "/usr/bin:/bin",
        HOME: "/nonexistent",
        XDG_CACHE_HOME: "/tmp",
        ESPALIER_KV_BITS: "8",
        ESPALIER_MAX_CONCURRENCY_OVERRIDE: "4",
      },
    },
  });
  expect(await tune.run()).toBe(0);
  const starts = tune.journal().filter(({ event }) => event === "start");
  expect(starts).toHaveLength(3);
  for (const { argv, env, config, configMode } of starts) {
    expect(argv?.filter((part) => part === "--no-join")).toHaveLength(1);
    expect(argv).not.toContain("--kv-bits");
    expect(env?.filter((name) => name.startsWith("ESPALIER_"))).toEqual(["ESPALIER_CONFIG"]);
    expect(config).toMatch(/engine: embedded\nengine_threads: 1\nstate_dir: /);
    expect(config).not.toContain("kv_bits");
    expect(configMode).toBe(0o600);
  }
});

test("TB62, TB21 a slow load and a cold first token are stored and never gated", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-ready.ts",
    arguments: ["--coldTtftMs=7000", "--ttftMs=250", "--loadMs=600"],
    flags: { "gate-ttft-ms": "6000" },
  });
  expect(await tune.run()).toBe(0);
  const first = tune.stored().trials[0];
  expect(first?.ttftColdMs).toBeGreaterThan(6990);
  expect(first?.ttftP95Ms).toBeLessThan(6000);
});

test("TB63 a refused first warm-up shrinks the prompt, and no two requests share a nonce", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-ready.ts",
    arguments: ["--tokensPerWord=1.5", "--tokenLimit=100"],
  });
  expect(await tune.run()).toBe(0);
  const requests = tune.journal().filter(({ event }) => event === "request");
  expect(requests[0]?.words).toBe(80);
  expect(requests.slice(1).every(({ words }) => words === 51)).toBe(true);
  expect(new Set(requests.map(({ words }) => words)).size).toBe(2);
  expect(new Set(requests.map(({ nonce }) => nonce)).size).toBe(requests.length);
});

test("B106 a prompt that never fits gives up after three shrinks", async () => {
  const tune = await start({ models: "org/a-1B", provider: "provider-ready.ts", arguments: ["--tokenLimit=0"] });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]?.notes).toContain("prompt does not fit: ");
  expect(tune.journal().filter(({ event }) => event === "request")).toHaveLength(4);
});

test.each([
  ["empty", ["--shape=empty"], "warm-up: produced no content"],
  ["one-token", ["--tokens=1"], "too few tokens to measure (1)"],
  ["endless", ["--shape=endless", "--tokenMs=0", "--target-context=20"], "warm-up: measured value not finite"],
])("TB64 an %s stream is infeasible with its reason", async (_title, args, reason) => {
  const tune = await start({ models: "org/a-1B", provider: "provider-ready.ts", arguments: args });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]?.notes).toBe(reason);
});

test("B49 a leaked stop token is infeasible at once", async () => {
  const tune = await start({ models: "org/a-1B", provider: "provider-leaks-stop-token.ts" });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]?.notes).toBe("warm-up: stop-token leak: <|im_end|>");
});

test("B51 a provider that dies after a request ends its trial with phase and exit code", async () => {
  const args = ["--exitAfterRequests=2", "--stderr=ggml error: out of memory"];
  const tune = await start({ models: "org/a-1B", provider: "provider-ready.ts", arguments: args });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]?.notes).toBe("provider exited during replicate 1 rc=3: ggml error: out of memory");
});

test("B105 a cell whose effective context is below the requested one is a row outside the choice", async () => {
  const tune = await start({ models: "org/a-1B", provider: "provider-ready.ts", arguments: ["--effectiveContext=64"] });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().trials[0]).toMatchObject({
    notes: "effective differs: max_context requested 100, effective 64",
    errorCount: 0,
    replicates: [],
  });
});

test("TB78 a batch-2 cell sends two overlapping requests and measures over the joint window", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-ready.ts",
    arguments: ["--ttftMs=60", "--tokenMs=40"],
    // Medians of long windows: two rates are compared here, so no single pause of the machine may make one of them.
    flags: { "max-batch-axis": "2", "stage1-replicates": "3", "stage2-replicates": "3" },
  });
  expect(await tune.run()).toBe(0);
  const cell = tune.stored().trials.find(({ stage }) => stage === 2);
  const volley = cell?.replicates.find(({ isWarmUp }) => !isWarmUp);
  expect(volley?.requests).toHaveLength(2);
  const events = tune.journal().map(({ event }) => event);
  expect(events.join(" ")).toContain("request request end end");
  const single = tune.stored().trials[0]?.tpsMedian ?? 0;
  expect(cell?.tpsMedian).toBeGreaterThan(1.3 * single);
});

test("TB13 a budget that ends in Stage 1 selects no model, the port is free", async () => {
  const tune = await start({
    models: "org/a-1B",
    provider: "provider-ready.ts",
    arguments: ["--ttftMs=60000"],
    flags: { "max-duration": "1" },
  });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().run).toMatchObject({
    exitReason: "budget_exhausted_no_model_selected",
    recommendationJson: null,
    recipeHash: null,
  });
  expect(await isPortFree(tune.port)).toBe(true);
});

test("TB14, B10 without a list the first probe is the 32B on any hardware", async () => {
  const tune = await tuneTest({ provider: "provider-ready.ts", flags: { ...SMALL } });
  expect(await tune.run()).toBe(0);
  expect(tune.journal()[0]?.argv).toContain("mlx-community/Qwen2.5-32B-Instruct-4bit");
});
