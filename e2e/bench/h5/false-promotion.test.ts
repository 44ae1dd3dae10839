import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { falsePromotion } from "./false-promotion.ts";

test("TM23 TUB7 H5 passes whole", async () => {
  const { rows } = await falsePromotion.run({ isCi: true, rngKey: 20261129, say: () => undefined });
  expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(verdictOf(rows)).toBe("pass");
});
