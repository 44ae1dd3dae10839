import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConfirmationEvent } from "./confirmation-events.ts";
import { decidingEnd } from "./is-confirmed.ts";
import { judgeConfirmation } from "./judge-confirmation.ts";

const IDS = ["c", "d", "e"] as const;

/** One act: the next verdict of a confirmation, mostly as that one leans and with the size planned, a revoke of an earlier one, or another live recipe. */
const Act = fc.record({
  id: fc.constantFrom(...IDS),
  n: fc.oneof({ weight: 80, arbitrary: fc.constant(30 as const) }, { weight: 1, arbitrary: fc.constantFrom(60, null) }),
  surprise: fc.integer({ min: 0, max: 9 }),
  moves: fc.oneof({ weight: 80, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  revokes: fc.oneof({ weight: 11, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
});
const Course = fc.record({
  leans: fc.tuple(fc.constantFrom(1, 0, -1), fc.constantFrom(1, 0, -1), fc.constantFrom(1, 0, -1)),
  acts: fc.array(Act, { minLength: 60, maxLength: 130, size: "max" }),
});

function eventsOf({ leans, acts }: typeof Course extends fc.Arbitrary<infer T> ? T : never): ConfirmationEvent[] {
  const events: ConfirmationEvent[] = [];
  const counts = { c: 0, d: 0, e: 0 };
  for (const { id, n, surprise, moves, revokes } of acts) {
    if (moves) events.push({ kind: "moved" });
    const given = events.filter((event) => event.kind === "verdict");
    const named = revokes === null ? undefined : given[revokes % Math.max(1, given.length)];
    if (named !== undefined) events.push({ kind: "revoke", eventId: named.eventId });
    else {
      const lean = leans[IDS.indexOf(id)] ?? 0;
      const value =
        surprise === 0 ? null : surprise === 1 ? 0 : surprise === 2 ? -1 : lean === 1 ? 1 : lean === 0 ? 0 : -1;
      const input = `i${counts[id]}`;
      counts[id] += 1;
      const verdict = { input, rater: "r", value } as const;
      events.push({ kind: "verdict", eventId: `${id}${input}`, confirmation: id, n, verdict });
    }
  }
  return events;
}

/** The whole log up to each place, judged anew: no state is carried from one place to the next. */
function byPrefixes(events: readonly ConfirmationEvent[]): "passed" | "failed" | null {
  let hasPassed = false;
  for (let end = 1; end <= events.length; end += 1) {
    const known = events.slice(0, end);
    if (known.at(-1)?.kind === "moved") hasPassed = false;
    const lastMove = known.findLastIndex(({ kind }) => kind === "moved");
    const revoked = new Set(known.flatMap((event) => (event.kind === "revoke" ? [event.eventId] : [])));
    for (const id of IDS) {
      const given = known.flatMap((event, at) =>
        event.kind === "verdict" && event.confirmation === id ? [{ ...event, at }] : [],
      );
      if (hasPassed || given.some(({ n, at }) => n !== 30 || at < lastMove)) continue;
      const verdicts = given.filter(({ eventId }) => !revoked.has(eventId)).map(({ verdict }) => verdict);
      const order = [...new Set(verdicts.map(({ input }) => input))];
      const { kind } = judgeConfirmation({ n: 30, order, verdicts });
      if (kind === "failed") return "failed";
      hasPassed = kind === "passed";
    }
  }
  return hasPassed ? "passed" : null;
}

test("TU40 TU41 of interleaved confirmations, revokes and moves the first end decides, and only a move after a pass changes it", () => {
  const ends = new Set<string | null>();
  fc.assert(
    fc.property(Course, Course, (course, later) => {
      const events = eventsOf(course);
      const end = decidingEnd(events);
      ends.add(end);
      expect(end).toBe(byPrefixes(events));
      if (end === null) return;
      const after = eventsOf(later)
        .filter(({ kind }) => kind !== "moved" || end === "failed")
        .map((event) => ({
          ...event,
          eventId: `later ${"eventId" in event ? event.eventId : ""}`,
        }));
      const takenBack = events.flatMap((event) =>
        event.kind === "verdict" ? [{ kind: "revoke" as const, eventId: event.eventId }] : [],
      );
      expect(decidingEnd([...events, ...takenBack, ...after])).toBe(end);
    }),
    { numRuns: 60, seed: 40 },
  );
  expect([...ends].sort()).toEqual([null, "failed", "passed"].sort());
});

type Size = Extract<ConfirmationEvent, { kind: "verdict" }>["n"];

/** Verdicts of one confirmation on inputs of its own, all alike. */
function verdicts(confirmation: string, { count, value, n = 30 }: { count: number; value: 1 | -1; n?: Size }) {
  return Array.from({ length: count }, (_, index): ConfirmationEvent => {
    const input = `${confirmation}${index}`;
    return { kind: "verdict", eventId: `${input} ${n}`, confirmation, n, verdict: { input, rater: "r", value } };
  });
}

test.each([60, null] as const)("TU40 a verdict of another size (%s) after the end undoes neither end", (n) => {
  const [lost, won] = [verdicts("c", { count: 30, value: -1 }), verdicts("c", { count: 30, value: 1 })];
  const odd = verdicts("c", { count: 1, value: 1, n });
  expect(decidingEnd([...lost, ...odd, ...verdicts("d", { count: 30, value: 1 })])).toBe("failed");
  expect(decidingEnd([...won, ...odd])).toBe("passed");
});

test("TU40 sizes that differ before the end void that confirmation alone, also when the odd verdict is taken back", () => {
  const odd = verdicts("c", { count: 1, value: -1, n: 60 });
  const takenBack = odd.map((event) => ({ kind: "revoke" as const, eventId: "eventId" in event ? event.eventId : "" }));
  const mixed = [...odd, ...takenBack, ...verdicts("c", { count: 30, value: -1 })];
  expect(decidingEnd(mixed)).toBe(null);
  expect(decidingEnd([...mixed, ...verdicts("d", { count: 30, value: 1 })])).toBe("passed");
});

test("TU41 a move voids a confirmation that began after another had passed", () => {
  const [passed, begun] = [verdicts("a", { count: 30, value: 1 }), verdicts("b", { count: 3, value: -1 })];
  const moved = { kind: "moved" } as const;
  const rest = verdicts("b", { count: 30, value: -1 }).slice(3);
  expect(decidingEnd([...passed, ...begun, moved, ...rest])).toBe(null);
  expect(decidingEnd([...passed, ...begun, moved, ...rest, ...verdicts("d", { count: 30, value: 1 })])).toBe("passed");
});
