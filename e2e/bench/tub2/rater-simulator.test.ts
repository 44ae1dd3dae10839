import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { raterSimulator } from "./rater-simulator.ts";

test("TM23 TUB2 in its CI form passes", { timeout: 300_000 }, async () => {
  const { rows } = await raterSimulator.run({ isCi: true, rngKey: 20261129, say: () => undefined });
  expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(verdictOf(rows)).toBe("pass");
});
