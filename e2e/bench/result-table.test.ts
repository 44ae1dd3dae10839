import { expect, test } from "vitest";
import type { BenchRow } from "./bench.ts";
import { BENCHES } from "./registry.ts";
import { BenchResult, readResults, verdictOf } from "./result-file.ts";
import { resultTable } from "./result-table.ts";

const row = (overrides: Partial<BenchRow> = {}): BenchRow => ({
  name: "share",
  unit: "%",
  subject: "espalier",
  origin: "this repository",
  version: null,
  source: "measured",
  repeats: [91, 93],
  median: 92,
  interval: [90, 94],
  estimate: 92,
  target: "≥ 90 %",
  verdict: "pass",
  ...overrides,
});

const result = (overrides: Partial<BenchResult> = {}): BenchResult =>
  BenchResult.parse({
    id: "H3",
    what: "winner quality",
    mode: "full",
    startedAt: "2026-11-29T02:00:00.000Z",
    seconds: 20,
    command: "npm run bench -- H3",
    rngKey: 1,
    machine: { cpu: "x", cores: 2, memoryGb: 24, os: "linux" },
    load: [0.1, 0.1, 0.1],
    versions: { node: "24" },
    notes: [],
    verdict: "pass",
    rows: [row()],
    ...overrides,
  });

const bench = { id: "H3", what: "winner quality", peers: { subjects: ["Optuna TPE", "irace"] } };
const published = row({
  subject: "others",
  source: "published",
  estimate: 50,
  interval: null,
  target: null,
  verdict: null,
});

test("a missing peer is not_run, published figures have a column of their own", () => {
  const peers = result({ mode: "peers", rows: [row({ subject: "Optuna TPE", estimate: 70, interval: null })] });
  const table = resultTable([bench], [result({ rows: [row(), published] }), peers]);
  expect(table).toContain("| share | 92.0 % (90.0 to 94.0) | ≥ 90 % | pass | Optuna TPE 70.0 % | others 50.0 % |");
  expect(table).toContain("- irace: not_run");
  expect(table).not.toContain("- Optuna TPE: not_run");
});

test("a full run counts before a later CI form, the newest before older ones", () => {
  const older = result({ rows: [row({ estimate: 80 })], startedAt: "2026-11-01T00:00:00.000Z" });
  const later = result({ mode: "ci", rows: [row({ estimate: 70 })], startedAt: "2026-11-30T00:00:00.000Z" });
  expect(resultTable([bench], [older, result(), later])).toContain("92.0 %");
});

test("a bench without results is not_run; a failed row fails the whole", () => {
  expect(resultTable([bench], [])).toContain("not_run");
  expect(verdictOf([row(), row({ verdict: "fail" })])).toBe("fail");
  expect(verdictOf([row({ verdict: null })])).toBe("not_run");
});

test("every stored result parses and belongs to a known bench", () => {
  const ids = BENCHES.map(({ id }) => id);
  for (const stored of readResults()) expect(ids).toContain(stored.id);
});
