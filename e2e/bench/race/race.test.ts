import { expect, test } from "vitest";
import { winnerQuality } from "../h3/winner-quality.ts";
import { equalQualityCost } from "../h4/equal-quality-cost.ts";
import { verdictOf } from "../result-file.ts";

const options = { isCi: true, rngKey: 20261129, say: () => undefined };

test("TM23 H3 in its CI form passes", async () => {
  const { rows } = await winnerQuality.run(options);
  expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(verdictOf(rows)).toBe("pass");
});

test("TM23 H4 in its CI form passes, and equal keys give equal figures", async () => {
  const [first, second] = [await equalQualityCost.run(options), await equalQualityCost.run(options)];
  expect(verdictOf(first.rows)).toBe("pass");
  expect(second).toEqual(first);
});
