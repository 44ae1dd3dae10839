import { expect, test } from "vitest";
import type { TunePhase } from "../../../core/contract/v1/events.ts";
import { manualWorld } from "../../test/fixtures/manual-world.ts";
import { paceProgress } from "./progress-pace.ts";

const at = (phase: TunePhase, monoMs: number) => ({ runId: "00000000-0000-4000-8000-000000000000", phase, monoMs });

function pacing() {
  const world = manualWorld();
  const sent: string[] = [];
  const pace = paceProgress(world, (progress) => sent.push(`${progress.phase} ${progress.monoMs}`));
  return { world, sent, pace };
}

test("MS3 within 5 s one event goes out, and the newest held back follows", async () => {
  const { world, sent, pace } = pacing();
  for (const monoMs of [1, 2, 3]) pace.push(at("stage1", monoMs));
  expect(sent).toEqual(["stage1 1"]);
  expect(pace.newest()?.monoMs).toBe(3);
  await world.advance(5000);
  expect(sent).toEqual(["stage1 1", "stage1 3"]);
});

test("B124 phase changes always go out", () => {
  const { sent, pace } = pacing();
  pace.push(at("stage1", 1));
  pace.push(at("stage2", 2));
  pace.push(at("emit", 3));
  expect(sent).toEqual(["stage1 1", "stage2 2", "emit 3"]);
});

test("after the end nothing goes out any more", async () => {
  const { world, sent, pace } = pacing();
  pace.push(at("stage1", 1));
  pace.push(at("stage1", 2));
  pace.close();
  await world.advance(10_000);
  pace.push(at("finished", 3));
  expect(sent).toEqual(["stage1 1"]);
});
