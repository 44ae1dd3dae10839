import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordLine } from "../../../core/imaging/record/record.ts";
import { aRun, INPUT, RUN_ID } from "../../../core/imaging/record/test-records.ts";
import { findRun } from "./find-run.ts";

test("IM70 TU54 a rating names the newest run that is no replay, and a replay only by its id", async () => {
  const logPath = join(mkdtempSync(join(tmpdir(), "rate-")), "log.ndjson");
  const replay = RUN_ID.replace(/1$/, "2");
  const runs = [aRun({ ts_unix_ms: 5 }), aRun({ ts_unix_ms: 9, run_id: replay, replay_of: RUN_ID })];
  writeFileSync(logPath, runs.map((run) => `${recordLine(run)}\n`).join(""));
  const asked = (runId: string | null) => findRun({ logPath, inputBlake3: INPUT, runId }, () => undefined);
  expect(await asked(null)).toMatchObject({ kind: "run", runId: RUN_ID });
  expect(await asked(replay)).toMatchObject({ kind: "run", runId: replay });
});
