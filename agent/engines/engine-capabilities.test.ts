import { expect, test } from "vitest";
import { parsePlanFlags } from "../../core/autotune/parse-plan.ts";
import { collapseAxes, collapseWarnings, passedKnobs } from "../../core/autotune/plan/collapse-axes.ts";
import { planCells } from "../../core/autotune/plan-cells.ts";
import { EngineCapability } from "../../core/serving/capability.ts";
import { embeddedCapability } from "./embedded/embedded-capability.ts";
import { llamaServerCapability } from "./llama-server/llama-server-capability.ts";
import { macproviderCapability } from "./macprovider/macprovider-capability.ts";
import { mlxLmCapability, mlxVlmCapability } from "./mlx/mlx-capability.ts";
import { ollamaCapability } from "./ollama/ollama-capability.ts";

const parsed = parsePlanFlags({ "max-context-axis": "2000,4000" }, "default");
if (parsed.kind === "error") throw new Error(parsed.message);
const { plan } = parsed;

const BLOCK = "K cache type q8_0 with block size 32 does not divide n_embd_head_k=16";

test.each<[string, EngineCapability, number, string[]]>([
  ["embedded takes every cell", embeddedCapability("3.21.1", 64), 12, []],
  [
    "embedded with head size 16 keeps the bits unset, in the engine's words",
    embeddedCapability("3.21.1", 16),
    4,
    [`warning: --kv-bits-axis collapses to unset: ${BLOCK}`],
  ],
  ["llama-server takes every cell", llamaServerCapability("b1-abc", null), 12, []],
  ["mlx_vlm.server's open claim is measured, not ruled out", mlxVlmCapability("0.6.3"), 12, []],
  [
    "mlx_lm.server has a concurrency axis only",
    mlxLmCapability("0.30.5"),
    2,
    [
      "warning: --kv-bits-axis collapses to unset: mlx_lm.server has no flag for KV-cache bits",
      "warning: --max-context-axis collapses to 2000: mlx_lm.server has no flag for a context cap",
    ],
  ],
  ["ollama takes every cell", ollamaCapability("0.12.6"), 12, []],
  ["macprovider-cli's open claim is measured, not ruled out", macproviderCapability("1.8.0", true), 12, []],
])("A40 B105 %s", (_title, capability, cells, warnings) => {
  expect(EngineCapability.parse(capability)).toEqual(capability);
  const planned = planCells(plan, capability);
  expect(planned).toHaveLength(cells);
  expect(planned.filter(({ unsupported }) => unsupported !== null)).toEqual([]);
  expect(collapseWarnings(plan, capability)).toEqual(warnings);
});

test("A44 B105 an engine version known to exclude bits from a bounded cache has those cells as rows without a probe", () => {
  const known = { ...mlxVlmCapability("0.6.3"), kvBitsWithMaxContext: false, unverified: [] };
  const reasons = planCells(plan, known).map(({ knobs, unsupported }) => [knobs.kvBits, unsupported]);
  for (const [kvBits, unsupported] of reasons) {
    expect(unsupported === null).toBe(kvBits === null);
    if (unsupported !== null) expect(unsupported).toMatch(/^unsupported by backend: kv_bits [48] with max_context/);
  }
});

test("B105 a collapsed knob is carried in the row and not passed to the provider", () => {
  const axes = collapseAxes(plan, mlxLmCapability("0.30.5"));
  const knobs = { kvBits: null, maxBatch: 2, maxContext: plan.targetContext };
  expect(passedKnobs(knobs, axes)).toEqual({ kvBits: null, maxBatch: 2, maxContext: null });
});
