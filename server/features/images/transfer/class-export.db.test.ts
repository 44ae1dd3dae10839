import { afterAll, beforeAll, expect, test } from "vitest";
import { aRating, aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const id = (n: number) => `019ad000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const input = (n: number) => n.toString(16).padStart(64, "0");
const event = (n: number) => ({ v: 2 as const, ts_unix_ms: 1_700_000_002_000 + n, event_id: id(n), rater_id: "ada" });

/** Two runs of one pair of a class, and everything a person may say of them. */
function said(label: string, n: number): object[] {
  const [left, right, blake3] = [id(n), id(n + 1), input(n)];
  const run = { class: label, input_blake3: blake3, pair_id: `pair ${n}` };
  return [
    aRating({ event_id: id(n + 2), run_id: left, input_blake3: blake3 }),
    aRun({ ...run, run_id: left }),
    aRun({ ...run, run_id: right }),
    aRating({ event_id: id(n + 3), run_id: undefined, input_blake3: blake3 }),
    { kind: "pair", ...event(n + 4), left_run: left, right_run: right, verdict: "left", shown_left: "none", ms: 9 },
    { kind: "skip", ...event(n + 5), run_id: left, reason: "skip" },
    { kind: "skip", ...event(n + 6), pair_id: `pair ${n}`, reason: "cannot_judge" },
    { kind: "revoke", ...event(n + 7), revokes: id(n + 2) },
    { kind: "revoke", ...event(n + 8), revokes: id(n + 5) },
    { kind: "rate", blake3, score: 2, ts_unix_ms: 1_800_000_000_000 },
  ];
}
const text = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

async function exported(label: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId: app.orgId, class: label })) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

test("IM56 the export of a class has its imported runs, ratings, pairs, skips and revokes, and none of another class", async () => {
  const [receipts, graphics] = [said("receipt", 0x100), said("graphic", 0x200)];
  const moved = {
    ...{ kind: "correction", v: 2, ts_unix_ms: 1_900_000_000_000, event_id: id(0x300), input_blake3: input(0x100) },
    ...{ class_was: "receipt", class_now: "graphic", by: "ada" },
  };
  const lone = aRating({ event_id: id(0x301), run_id: undefined, input_blake3: input(0x999) });
  async function* log() {
    yield Buffer.from(text([...receipts, ...graphics, moved, lone]));
  }
  expect(await importLog(app, app.orgId, log())).toMatchObject({ runs: 4, ratings: 7, skipped: 0 });
  expect(await exported("receipt")).toBe(text([...receipts, moved]));
  expect(await exported("graphic")).toBe(text([...graphics, moved]));
  expect(await exported("screenshot")).toBe("");
});
