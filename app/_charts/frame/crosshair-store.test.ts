import { expect, test } from "vitest";
import { createCrosshairStore } from "./crosshair-store.ts";

const here = { chart: "C-03", rowId: "3", subject: "trial-3" };
const there = { chart: "C-07", rowId: "4:1", subject: "trial-4" };

test("H-43 a locked crosshair stays while the pointer moves on, a key still moves it, Esc frees it", () => {
  const store = createCrosshairStore();
  store.hover(here);
  store.toggleLock();
  store.hover(there);
  store.hover(null);
  expect(store.read()).toEqual({ at: here, isLocked: true });
  store.put(there);
  expect(store.read()).toEqual({ at: there, isLocked: true });
  store.free();
  expect(store.read()).toEqual({ at: null, isLocked: false });
});

test("H-43 nothing is locked where nothing is pointed at", () => {
  const store = createCrosshairStore();
  store.toggleLock();
  expect(store.read().isLocked).toBe(false);
});

test("H-43 a listener hears each move once, and none for a pointer that stays", () => {
  const store = createCrosshairStore();
  let heard = 0;
  const leave = store.subscribe(() => {
    heard += 1;
  });
  store.hover(here);
  store.hover({ ...here });
  leave();
  store.hover(there);
  expect(heard).toBe(1);
});
