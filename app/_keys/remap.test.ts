import { expect, test } from "vitest";
import { type KeyBinding, matchPress } from "./key-registry.ts";
import { createKeysStore } from "./keys-store.ts";
import { decideChoice } from "./remap.ts";

const binding = (id: string, keys: string): KeyBinding => ({
  id,
  keys,
  label: id,
  scope: "page",
  group: "act",
  run: () => undefined,
});

test("IMB17 a remapped key acts by its new name and no longer by its old one", () => {
  const store = createKeysStore();
  store.add({ bindings: [binding("rate.flip", "b"), binding("rate.skip", "s")] });
  store.choose("rate.flip", "v");
  expect(matchPress(store.bindings(), "", "v")).toMatchObject({ kind: "run", binding: { id: "rate.flip" } });
  expect(matchPress(store.bindings(), "", "b")).toEqual({ kind: "none" });
  store.choose("rate.flip", null);
  expect(matchPress(store.bindings(), "", "b")).toMatchObject({ kind: "run", binding: { id: "rate.flip" } });
});

test.each([
  ["a free key", "v", "free"],
  ["the key of another action", "s", "taken"],
  ["a key that moves the focus", "tab", "reserved"],
])("IMB17 %s", (_title, keys, kind) => {
  expect(decideChoice([binding("rate.flip", "b"), binding("rate.skip", "s")], "rate.flip", keys).kind).toBe(kind);
});
