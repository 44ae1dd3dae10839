import { expect, test } from "vitest";
import { activeOrderBench } from "./active-order.ts";

test("TUB8 in its CI form reports both orders, equal under one key", async () => {
  const options = { isCi: true, rngKey: 20261129, say: () => undefined };
  const first = await activeOrderBench.run(options);
  expect(first.rows.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 3 }, () => ["espalier", "random order"]).flat(),
  );
  expect(first.rows.every(({ estimate }) => estimate !== null)).toBe(true);
  expect(await activeOrderBench.run(options)).toEqual(first);
});
