import { expect, test } from "vitest";
import type { ConfirmationRecord } from "../repo.ts";
import { decidingConfirmation } from "./deciding-confirmation.ts";

const figures = { judged: 30, better: 17, tied: 6, worse: 7, mean: 0.333, lower: 0.018, upper: 0.6, signP: 0.03 };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const proposal = { id: "new", class: "receipt", baseSha: "a", recipeSha: "b", state: "open", decidedAt: null };
type Proposal = Parameters<typeof decidingConfirmation>[0];

function confirmation(id: string, over: Partial<ConfirmationRecord> = {}): ConfirmationRecord {
  const plain = { class: "receipt", baseSha: "a", recipeSha: "b", planned: 30, resultJson: null, requestedBy: "Ada" };
  return { id, proposalId: "old", state: "passed", ...plain, requestedAt: at(1), endedAt: at(5), ...over };
}
const moved = (minute: number, proposalId: string | null = null) => ({ fromSha: "a", proposalId, at: at(minute) });
const decides = (confirmations: ConfirmationRecord[], moves = [moved(0)], of: Proposal = proposal) =>
  decidingConfirmation(of, { confirmations, moves })?.id ?? null;

test("TU40 a pass of the same two recipes decides for another proposal of them too", () => {
  expect(decides([confirmation("old")])).toBe("old");
});

test("TU40 the one that ended first decides, whichever was asked for first", () => {
  const failed = confirmation("asked later", { state: "failed", requestedAt: at(2), endedAt: at(4) });
  expect(decides([confirmation("asked first", { endedAt: at(9) }), failed])).toBe("asked later");
});

test("TU41 a move of the live recipe since voids a pass, the promotion of this very proposal does not, and a failure stands", () => {
  const own = confirmation("own", { proposalId: "new" });
  expect(decides([confirmation("old")], [moved(3)])).toBeNull();
  expect(decides([confirmation("old")], [moved(7, "old")])).toBeNull();
  expect(decides([own], [moved(7, "new")])).toBe("own");
  expect(decides([confirmation("old", { state: "failed" })], [moved(3)])).toBe("old");
});

test("TU40 before any has ended a proposal's own newest is told, and a closed proposal keeps its own", () => {
  const running = confirmation("running", { proposalId: "new", state: "running", endedAt: null });
  expect(decides([confirmation("void", { state: "void" }), running])).toBe("running");
  expect(decides([confirmation("old")], [moved(0)], { ...proposal, state: "superseded" })).toBeNull();
});

test("TU40 a promoted proposal keeps the pass of another proposal that it was approved on, whatever came later", () => {
  const promoted = { ...proposal, state: "promoted", decidedAt: at(8) };
  const own = moved(8, "new");
  const later = confirmation("later", { state: "failed", endedAt: at(9) });
  expect(decides([confirmation("old"), later], [moved(0), own, moved(12, "other")], promoted)).toBe("old");
  expect(decides([confirmation("old")], [moved(0), moved(6, "other"), own], promoted)).toBeNull();
  const voided = confirmation("old", { state: "void", resultJson: JSON.stringify({ figures, reason: "moved" }) });
  const known = { confirmations: [voided], moves: [moved(0), own] };
  expect(decidingConfirmation(promoted, known)).toMatchObject({ id: "old", state: "passed" });
  expect(decides([voided])).toBeNull();
});
