import { expect, test } from "vitest";
import { detailOf } from "../../[id]/_parts/test-detail.ts";
import { comparedIds } from "./compare-in-url.ts";
import { compareGroups, onlyDifferences } from "./compare-rows.ts";
import { comparedRun, compareSentences } from "./compared-run.ts";

const ID = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const plain = () => detailOf({ summary: { id: ID(1), label: "TUNE-1" } });
const elsewhere = () => {
  const detail = plain();
  const summary = { ...detail.summary, id: ID(2), label: "TUNE-2" };
  return { ...detail, summary, machine: { ...detail.machine, chip: "Apple M2" } };
};

test("H-15 only fields that differ are left", () => {
  const runs = [comparedRun(plain()), comparedRun(elsewhere())];
  const [baseline] = runs;
  if (baseline === undefined) throw new Error("no baseline");
  const fields = onlyDifferences(compareGroups(runs, baseline)).flatMap(({ rows }) => rows.map(({ field }) => field));
  expect(fields).toContain("chip");
  expect(fields).not.toContain("engine");
});

test("H-18 a run without recommendation is said to be so, not shown as zero", () => {
  const runs = [comparedRun(plain()), comparedRun(elsewhere())];
  const [baseline] = runs;
  if (baseline === undefined) throw new Error("no baseline");
  expect(compareSentences(runs, baseline)).toEqual(["TUNE-2 has no recommendation, so it is not compared."]);
});

test("H-03 what is no id, repeated or past six is left out of a typed address", () => {
  const many = [1, 2, 3, 4, 5, 6, 7].map(ID);
  expect(comparedIds(["nonsense", ID(1), ID(1)])).toEqual([ID(1)]);
  expect(comparedIds(many)).toHaveLength(6);
});
