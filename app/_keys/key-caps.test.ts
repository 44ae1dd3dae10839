import { expect, test } from "vitest";
import { keyCaps } from "./key-caps.ts";

test.each([
  ["f", ["f"]],
  ["mod+k", ["⌘K"]],
  ["g t", ["g", "t"]],
  ["mod+enter", ["⌘↵"]],
  ["shift+x", ["⇧X"]],
])("H-37 the badge of %s", (keys, caps) => {
  expect(keyCaps(keys)).toEqual(caps);
});
