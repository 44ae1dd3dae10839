import { describe, expect, test } from "vitest";
import { isChord, type KeyBinding, matchPress, type Press, reachable, spellPress } from "./key-registry.ts";

const press = (key: string, modifiers: Partial<Press> = {}): Press => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

const binding = (keys: string, scope: KeyBinding["scope"] = "everywhere", id = `${scope}.${keys}`): KeyBinding => ({
  id,
  keys,
  label: id,
  scope,
  group: "act",
  run: () => undefined,
});

describe("H-37 a press is spelled as the registry writes keys", () => {
  test.each([
    ["a letter", press("f"), "f"],
    ["a capital names its shift", press("X", { shiftKey: true }), "shift+x"],
    ["a printed sign needs no shift", press("?", { shiftKey: true }), "?"],
    ["⌘ and Ctrl are one", press("k", { metaKey: true }), "mod+k"],
    ["Ctrl", press("b", { ctrlKey: true }), "mod+b"],
    ["space has a name", press(" "), "space"],
    ["⌘Enter", press("Enter", { metaKey: true }), "mod+enter"],
  ])("%s", (_title, given, spelled) => {
    expect(spellPress(given)).toBe(spelled);
  });
});

describe("H-38 only chords act while someone types", () => {
  test.each([
    ["mod+k", true],
    ["f", false],
    ["?", false],
    ["shift+x", false],
  ])("%s", (spelled, expected) => {
    expect(isChord(spelled)).toBe(expected);
  });
});

describe("H-37 a press finds its binding", () => {
  const bindings = [binding("c"), binding("g t"), binding("g f"), binding("f", "page"), binding("c", "page")];

  test("a page's own key hides the global one", () => {
    expect(matchPress(bindings, "", "c")).toEqual({ kind: "run", binding: bindings[4] });
  });

  test("the first key of a sequence waits, the second runs", () => {
    expect(matchPress(bindings, "", "g")).toEqual({ kind: "wait", pending: "g" });
    expect(matchPress(bindings, "g", "t")).toEqual({ kind: "run", binding: bindings[1] });
  });

  test("inside a sequence the second key is not the single one", () => {
    expect(matchPress(bindings, "g", "f")).toEqual({ kind: "run", binding: bindings[2] });
  });

  test("a broken sequence counts as a fresh press", () => {
    expect(matchPress(bindings, "g", "c")).toEqual({ kind: "run", binding: bindings[4] });
  });

  test("an unknown key does nothing", () => {
    expect(matchPress(bindings, "", "z")).toEqual({ kind: "none" });
  });
});

test("H-37 the sheet lists what a press reaches: page keys first, hidden globals left out, each once", () => {
  const shown = reachable([binding("c"), binding("?"), binding("c", "page", "new"), binding("", "page", "new")]);
  expect(shown.map((entry) => entry.id)).toEqual(["new", "everywhere.?"]);
});
