import { expect, test } from "vitest";
import { TuneSlots } from "./tune-slots.ts";

/** A work that ends when it is told to. */
function held(slots: TuneSlots, started: string[], name: string) {
  const gate = Promise.withResolvers<void>();
  const ended = slots.run(async () => {
    started.push(name);
    await gate.promise;
    return name;
  });
  return { ended, end: gate.resolve, fail: gate.reject };
}

test("TU48 two tunes run at once, the next wait in their order, one too many is told so", async () => {
  const slots = new TuneSlots({ atOnce: 2, waiting: 2 });
  const started: string[] = [];
  const [a, b, c, d] = [..."abcd"].map((name) => held(slots, started, name));
  await expect(held(slots, started, "e").ended).rejects.toMatchObject({
    code: "TUNE_BUSY",
    message: "2 logs are being read for a tune or a class's state, and 2 more wait",
  });
  expect(started).toEqual(["a", "b"]);
  b?.fail(new Error("died"));
  await expect(b?.ended).rejects.toThrow("died");
  a?.end();
  await a?.ended;
  await Promise.resolve();
  expect(started).toEqual(["a", "b", "c", "d"]);
  const later = held(slots, started, "f");
  for (const one of [c, d, later]) one?.end();
  expect(await Promise.all([c?.ended, d?.ended, later.ended])).toEqual(["c", "d", "f"]);
});
