import { expect, test } from "vitest";
import { openLoopHonesty } from "./open-loop.ts";

test("TM23 H2 in its CI form passes", { timeout: 120_000 }, async () => {
  const { rows } = await openLoopHonesty.run({ isCi: true, rngKey: 1, say: () => undefined });
  expect(rows.filter(({ verdict }) => verdict !== null).map(({ name, verdict }) => [name, verdict])).toEqual([
    ["mean E2E ÷ computed queue", "pass"],
    ["maximum E2E ÷ computed queue", "pass"],
  ]);
});
