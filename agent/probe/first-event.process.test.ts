import { afterEach, expect, test } from "vitest";
import { measureRequest } from "../../core/measuring/request-metrics.ts";
import { type StandIn, standIn } from "../test/fixtures/engine-child.ts";
import { type ServeChild, startServe } from "../test/fixtures/engine-serve.ts";
import { FRONTED_ENGINES } from "../test/fixtures/engine-table.ts";
import { freePort } from "../test/free-port.ts";
import { runLevel } from "./run-level.ts";
import { testGround } from "./test-ground.ts";

let stand: StandIn;
let serve: ServeChild;
afterEach(async () => {
  await serve.dispose();
  stand.dispose();
});

/** Answers of eight tokens in five events, four tokens in the first; forty milliseconds and more from token to token, so that no answer arrives in one read. */
const BUNDLE = { firstEventTokens: 4, msPerToken: 40 };
const PLAN = { load: { kind: "closed" as const, concurrency: 2 }, promptTarget: 64, maxTokens: 8, requests: 4 };

test.each(FRONTED_ENGINES)(
  "M7 M8 a first event of four tokens measured through serve in front of $engine",
  async (fronted) => {
    stand = standIn(fronted.engine);
    const port = await freePort();
    const { id: model } = await fronted.model(stand.folder);
    const engine = ["--engine", fronted.engine, "--engine-bin", stand.binary];
    serve = await startServe({
      args: ["--model", model, "--no-join", ...engine, "--max-context", "2000", "--max-batch", "2"],
      port,
      env: { ...stand.env, XDG_CACHE_HOME: stand.folder },
    });
    await serve.ready();
    stand.misbehave(BUNDLE);
    const { requests } = await runLevel(testGround(port, { model }), 0, PLAN);
    const isCounted = fronted.engine === "llama-server";
    const [k1, k1Source] = isCounted ? [4, "tokenizer"] : [1, null];
    expect(requests).toHaveLength(4);
    for (const request of requests) {
      expect(request).toMatchObject({ error: null, nUsage: 8, k1, k1Source, k1Known: isCounted });
      expect(request.stampsUs).toHaveLength(5);
      const spanMs = ((request.stampsUs[4] ?? 0) - (request.stampsUs[0] ?? 0)) / 1000;
      const tpotMs = expect.closeTo(spanMs / (8 - k1), 6);
      expect(measureRequest(request, "usage")).toMatchObject({ metrics: { tpotMs, isBundled: !isCounted } });
    }
  },
);
