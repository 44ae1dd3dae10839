import { expect, test } from "vitest";
import { holdRows } from "./held-rows.ts";

const row = (id: string, value = 0) => ({ id, value });

test("H-20 under a pointer rows keep their place, known ones are renewed, new ones wait", () => {
  const held = holdRows([row("b", 1), row("a", 1)], [row("c"), row("a", 2), row("b", 2)]);
  expect(held).toEqual({ rows: [row("b", 2), row("a", 2)], waiting: 1 });
});

test("H-20 a row that left the list stays while it is pointed at", () => {
  expect(holdRows([row("a", 1)], [])).toEqual({ rows: [row("a", 1)], waiting: 0 });
});
