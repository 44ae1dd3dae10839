import { expect, test } from "vitest";
import { orderQueue } from "./queue-order.ts";

const job = (id: string, requestedBy: string, kind = "tune") => ({ id, requestedBy, kind });
const ids = (jobs: readonly { id: string }[]): string => jobs.map(({ id }) => id).join("");

test.each([
  ["one requester is first-in first-out", [job("a", "x"), job("b", "x")], null, "ab"],
  ["requesters take turns", [job("a", "x"), job("b", "x"), job("c", "y")], null, "acb"],
  ["the one served last comes after the others", [job("a", "x"), job("b", "x"), job("c", "y")], "x", "cab"],
  ["an unknown last requester changes nothing", [job("a", "x"), job("c", "y")], "z", "ac"],
  ["restore and rollback come first", [job("a", "x"), job("r", "y", "restore")], null, "ra"],
  ["an empty queue stays empty", [], "x", ""],
])("QU2 %s", (_title, queue, last, expected) => {
  expect(ids(orderQueue(queue, last))).toBe(expected);
});
