import { expect, test } from "vitest";
import { layKnobLines } from "../../drawing/lay-knob-lines.ts";
import { trialOf } from "../test-trial.ts";
import { NO_PICK, parsePick } from "./cell-pick.ts";
import { brushPick, prepareKnobLines } from "./knob-lines.ts";

const trials = [
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, tpsMedian: 10, ttftP95Ms: 900 }),
  trialOf({ localId: 4, kvBits: null, maxBatch: 2, tpsMedian: 20, ttftP95Ms: 1000 }),
  trialOf({ localId: 5, kvBits: 8, maxBatch: 1, tpsMedian: 11, ttftP95Ms: 2000 }),
  trialOf({ localId: 6, kvBits: 8, maxBatch: 2, tpsMedian: 22, ttftP95Ms: 2000, isKept: true }),
  trialOf({ localId: 7, kvBits: 4, maxBatch: 2, isFeasible: false, notes: "HTTP 500" }),
];
const all = prepareKnobLines({ trials, pick: NO_PICK });

test("C-21 has an axis for model, each knob, speed and first token, in that order", () => {
  expect(all.axes.map((axis) => axis.title)).toEqual(["model", "kv bits", "batch", "context", "tok/s", "TTFT ms"]);
  expect(all.axes[1]?.ticks.map((tick) => tick.text)).toEqual(["4", "8", "unset"]);
});

test("C-21 says along which knob the speed moves most, with values and n and no verdict", () => {
  expect(all.sentence).toBe(
    "Speed moves most along max_batch: 21.0 tok/s at 2 (2 cells), 10.5 tok/s at 1 (2 cells), then along kv_bits. Medians of cells, no verdict.",
  );
});

test("C-21 an infeasible cell's line ends before the figures: an absence, never a zero", () => {
  expect(all.lines[4]?.places.slice(-2)).toEqual([null, null]);
});

test("H-44 a picked range dims the other lines and leaves twin, n and caption with the picked ones", () => {
  const view = prepareKnobLines({ trials, pick: parsePick("tps:15..") });
  expect(view.lines.filter((line) => line.isPicked).map((line) => line.rowId)).toEqual(["4", "6"]);
  expect(view.twin.rows.map((row) => row.id)).toEqual(["4", "6"]);
  expect(view.n).toBe(6);
  expect(view.caption).toContain("2 of 5 cells: tok/s from 15.");
});

test("H-44 a stretch drawn along an axis is the range that could be typed", () => {
  const [, kv, , , tps] = all.axes;
  if (!kv || !tps?.span) throw new Error("axes");
  const { low, high } = tps.span;
  expect(brushPick(NO_PICK, tps, { from: 0.75, to: 0.25 }).tps).toEqual({
    low: Number((low + (high - low) / 4).toPrecision(3)),
    high: Number((low + ((high - low) * 3) / 4).toPrecision(3)),
  });
  expect(brushPick(NO_PICK, kv, { from: 0.4, to: 1 }).kvBits).toEqual([8, null]);
  expect(brushPick(NO_PICK, kv, { from: 0, to: 1 }).kvBits).toBeNull();
});

test("C-21 every axis can be brushed at any width and nothing leaves the drawing", () => {
  for (const width of [288, 900]) {
    const picture = layKnobLines(all, width, "6");
    expect(picture.brushes?.map((brush) => brush.key)).toEqual(all.axes.map((axis) => axis.key));
    for (const brush of picture.brushes ?? []) expect(brush.x + brush.width).toBeLessThanOrEqual(width + 1);
  }
});
