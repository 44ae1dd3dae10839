import { expect, test } from "vitest";
import { watchDeviceScale } from "./watch-device-scale.ts";

/** A window that is dragged from screen to screen. */
function draggedWindow() {
  const queries = new Map<string, EventTarget>();
  const shown = {
    devicePixelRatio: 2,
    matchMedia(query: string) {
      const asked = queries.get(query) ?? new EventTarget();
      queries.set(query, asked);
      return asked;
    },
    /** Each query that held before and does not now tells its listeners, as a browser does. */
    dragTo(ratio: number) {
      const before = queries.get(`(resolution: ${shown.devicePixelRatio}dppx)`);
      shown.devicePixelRatio = ratio;
      before?.dispatchEvent(new Event("change"));
    },
  };
  return shown;
}

test("IM61 every change of the screen's density is told, the second like the first, until it is stopped", () => {
  const shown = draggedWindow();
  const seen: number[] = [];
  const stop = watchDeviceScale(shown, () => seen.push(shown.devicePixelRatio));
  shown.dragTo(1);
  shown.dragTo(2);
  shown.dragTo(1.5);
  expect(seen).toEqual([1, 2, 1.5]);
  stop();
  shown.dragTo(1);
  expect(seen).toEqual([1, 2, 1.5]);
});
