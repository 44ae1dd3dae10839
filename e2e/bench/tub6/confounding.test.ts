import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { confoundingWarning } from "./confounding.ts";

test("TM23 TUB6 in its CI form passes", { timeout: 300_000 }, async () => {
  const { rows } = await confoundingWarning.run({ isCi: true, rngKey: 20261129, say: () => undefined });
  expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(verdictOf(rows)).toBe("pass");
});
