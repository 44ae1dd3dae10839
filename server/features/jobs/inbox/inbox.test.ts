import fc from "fast-check";
import { expect, test } from "vitest";
import { decideAdmission } from "./inbox.ts";

const base = {
  known: null,
  agentId: "a",
  bodySha256: "h",
  bodyFault: null,
  seq: 3,
  seqEnd: undefined,
  wantedSeq: 3,
};
const known = { agentId: "a", bodySha256: "h" };

test.each([
  ["INV-8 the wanted seq applies", {}, { kind: "apply" }],
  ["INV-8 a later seq is a gap", { seq: 4 }, { kind: "gap" }],
  ["INV-8 a seq that was passed is refused", { seq: 2 }, { kind: "refused", code: "invalid" }],
  ["INV-8 a span may not run backwards", { seqEnd: 2 }, { kind: "refused", code: "invalid" }],
  ["INV-7 a known event with the same body is a duplicate", { known, seq: 1 }, { kind: "duplicate" }],
  [
    "INV-7 a known event with another body is refused",
    { known: { ...known, bodySha256: "x" } },
    { kind: "refused", code: "hash_mismatch" },
  ],
  [
    "INV-7 another agent's event is refused",
    { known: { ...known, agentId: "b" } },
    { kind: "refused", code: "hash_mismatch" },
  ],
  [
    "INV-7 a damaged repeat is no duplicate",
    { known, bodyFault: "hash_mismatch" as const },
    { kind: "refused", code: "hash_mismatch" },
  ],
  ["INV-8 a damaged later event is only a gap", { seq: 9, bodyFault: "hash_mismatch" as const }, { kind: "gap" }],
  [
    "BL4 a body too long for its place is refused",
    { bodyFault: "too_large" as const },
    { kind: "refused", code: "too_large" },
  ],
  [
    "BL4 an event whose blob is not here waits for it",
    { bodyFault: "blob_missing" as const },
    { kind: "waits", code: "blob_missing" },
  ],
  [
    "BL4 so does a repeat of one that is stored",
    { known, seq: 1, bodyFault: "blob_missing" as const },
    { kind: "waits", code: "blob_missing" },
  ],
])("%s", (_title, change, expected) => {
  expect(decideAdmission({ ...base, ...change })).toEqual(expected);
});

test("INV-8 in any order of arrival with resends, events apply once each and in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 60 }), (arrivals) => {
      const applied: number[] = [];
      for (const seq of arrivals) {
        const stored = applied.includes(seq) ? known : null;
        const { kind } = decideAdmission({ ...base, known: stored, seq, wantedSeq: applied.length + 1 });
        if (kind === "apply") applied.push(seq);
      }
      expect(applied).toEqual(applied.map((_seq, index) => index + 1));
    }),
  );
});
