import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKeysStore } from "./keys-store.ts";
import { listenToKeys } from "./listen-to-keys.ts";

let page: EventTarget;
let stop: () => void = () => undefined;

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("HTMLElement", class {});
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function press(key: string, repeat = false): Event {
  const modifiers = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false };
  const event = new Event("keydown", { cancelable: true });
  Object.assign(event, { key, repeat, isComposing: false, ...modifiers });
  page.dispatchEvent(event);
  return event;
}

/** A page that scores with 4, moves with the right arrow and shows something while Alt is held; gives what was done. */
function bench(): string[] {
  const done: string[] = [];
  const store = createKeysStore();
  const key = (keys: string, run: string) => {
    const binding = { id: run, keys, label: run, scope: "page" as const, group: "act" as const };
    return { ...binding, run: () => void done.push(run) };
  };
  store.add({
    bindings: [
      key("4", "score"),
      { ...key("arrowright", "move"), isRepeatable: true },
      { ...key("alt", "show"), release: () => void done.push("hide") },
    ],
  });
  stop = listenToKeys(store);
  return done;
}

test("IM58 a held key answers once: its repeats do nothing, and scroll or press nothing either", () => {
  const done = bench();
  press("4");
  for (let repeat = 0; repeat < 30; repeat += 1) expect(press("4", true).defaultPrevented).toBe(true);
  expect(done).toEqual(["score"]);
  press("4");
  expect(done).toEqual(["score", "score"]);
});

test("IM58 a held arrow goes on moving, and a held look lasts until it is let go", () => {
  const done = bench();
  press("ArrowRight");
  press("ArrowRight", true);
  press("Alt");
  press("Alt", true);
  page.dispatchEvent(new Event("keyup"));
  expect(done).toEqual(["move", "move", "show", "hide"]);
});
