import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { millionLineTune } from "./million-lines.ts";

test("TM23 H9 TUB3 in its CI form passes: 100,000 lines against plain parse", { timeout: 600_000 }, async () => {
  const { rows } = await millionLineTune.run({ isCi: true, rngKey: 20261129, say: () => undefined });
  expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(verdictOf(rows)).toBe("pass");
});
