import fc from "fast-check";
import { expect, test } from "vitest";
import { RunsOfInput } from "./runs-of-input.ts";
import { loggedRun, logOf } from "./test-log.ts";

const Runs = fc.array(
  fc.record({ input: fc.nat(2), atMs: fc.nat(6), isReplay: fc.constantFrom(false, false, false, true) }),
  { maxLength: 30 },
);

test("TU7 TU54 in whatever order runs stand, the newest up to a time is found, of equal times the later line, never a replay", () => {
  fc.assert(
    fc.property(Runs, fc.nat(7), (told, atMs) => {
      const { runs } = logOf(told.map((one, n) => loggedRun(`run ${n}`, { ...one, input: `input ${one.input}` })));
      const byInput = new RunsOfInput(runs);
      for (let input = 0; input < runs.inputs.size; input += 1) {
        const own = told.flatMap((one, run) =>
          runs.input.at(run) === input && !one.isReplay ? [{ ...one, run }] : [],
        );
        const sorted = own.sort((left, right) => left.atMs - right.atMs || left.run - right.run);
        expect([...byInput.all(input)]).toEqual(sorted.map(({ run }) => run));
        expect(byInput.newestUpTo(input, atMs)).toBe(sorted.findLast((one) => one.atMs <= atMs)?.run ?? null);
      }
    }),
  );
});

test("TU7 the runs of one input in a log that is newest first are not each compared with all the others", () => {
  const count = 2_000;
  const { runs } = logOf(
    Array.from({ length: count }, (_, n) => loggedRun(`run ${n}`, { input: "one", atMs: count - n })),
  );
  let reads = 0;
  const atMs = {
    flat: () =>
      new Proxy(runs.atMs.flat(), {
        get: (times, at) => {
          reads += 1;
          return Reflect.get(times, at);
        },
      }),
  };
  const { input, inputs, isReplay } = runs;
  const byInput = new RunsOfInput({ input, inputs, isReplay, atMs });
  for (let time = 1; time <= count; time += 1) expect(byInput.newestUpTo(0, time)).toBe(count - time);
  expect(reads).toBeLessThan(count * 80);
});
