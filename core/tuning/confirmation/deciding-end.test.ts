import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConfirmationEvent } from "./confirmation-events.ts";
import { decidingEnd } from "./is-confirmed.ts";
import { judgeConfirmation } from "./judge-confirmation.ts";

const IDS = ["c", "d", "e"] as const;
type Verdict = Extract<ConfirmationEvent, { kind: "verdict" }>;

/** One act: the next verdict of a confirmation, mostly as that one leans, or a revoke of an earlier one. */
const Act = fc.record({
  id: fc.constantFrom(...IDS),
  surprise: fc.integer({ min: 0, max: 9 }),
  revokes: fc.oneof({ weight: 11, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
});
const Course = fc.record({
  leans: fc.tuple(fc.constantFrom(1, 0, -1), fc.constantFrom(1, 0, -1), fc.constantFrom(1, 0, -1)),
  acts: fc.array(Act, { minLength: 60, maxLength: 130, size: "max" }),
});

function eventsOf({ leans, acts }: typeof Course extends fc.Arbitrary<infer T> ? T : never): ConfirmationEvent[] {
  const events: ConfirmationEvent[] = [];
  const counts = { c: 0, d: 0, e: 0 };
  for (const { id, surprise, revokes } of acts) {
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
      events.push({ kind: "verdict", eventId: `${id}${input}`, confirmation: id, n: 30, verdict });
    }
  }
  return events;
}

/** The whole log up to each place, judged anew: no state is carried from one place to the next. */
function byPrefixes(events: readonly ConfirmationEvent[]): "passed" | "failed" | null {
  for (let end = 1; end <= events.length; end += 1) {
    const known = events.slice(0, end);
    const revoked = new Set(known.flatMap((event) => (event.kind === "revoke" ? [event.eventId] : [])));
    const given = known.filter((event): event is Verdict => event.kind === "verdict" && !revoked.has(event.eventId));
    for (const id of IDS) {
      const verdicts = given.filter(({ confirmation }) => confirmation === id).map(({ verdict }) => verdict);
      const order = [...new Set(verdicts.map(({ input }) => input))];
      const { kind } = judgeConfirmation({ n: 30, order, verdicts });
      if (kind === "passed" || kind === "failed") return kind;
    }
  }
  return null;
}

test("TU40 of interleaved confirmations and revokes the first end decides, and nothing after it changes it", () => {
  const ends = new Set<string | null>();
  fc.assert(
    fc.property(Course, Course, (course, later) => {
      const events = eventsOf(course);
      const end = decidingEnd(events);
      ends.add(end);
      expect(end).toBe(byPrefixes(events));
      if (end === null) return;
      const after = eventsOf(later).map((event) => ({
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
