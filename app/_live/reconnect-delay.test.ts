import { expect, test } from "vitest";
import { reconnectDelayMs } from "./reconnect-delay.ts";

test("H-21 attempts come slower, at most 15 s apart", () => {
  expect([0, 1, 2, 3, 4, 99].map(reconnectDelayMs)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
});
