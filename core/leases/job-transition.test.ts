import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JobState } from "../contract/v1/job.ts";
import { decideTransition, isJobEnd, type JobFacts, type JobTrigger } from "./job-transition.ts";

const QUEUED: JobFacts = {
  state: "QUEUED",
  attempt: 0,
  attemptsMost: 1,
  givenBack: 0,
  fence: null,
  leaseUntilMs: null,
  isRenewed: false,
  queueDeadlineMs: 1_000_000,
  notBeforeMs: null,
};
const LEASED: JobFacts = { ...QUEUED, state: "LEASED", attempt: 1, fence: "7.1", leaseUntilMs: 900_000 };
const RENEWED: JobFacts = { ...LEASED, isRenewed: true };
const RUNNING: JobFacts = { ...RENEWED, state: "RUNNING" };
const CANCELLING: JobFacts = { ...RUNNING, state: "CANCELLING" };
const FENCE = "7.1";
const LATE = 930_001;

const grant: JobTrigger = {
  kind: "grant",
  nowMs: 10,
  leaseTtlMs: 900_000,
  processEpoch: 7,
  isAgentFree: true,
  isAgentAllowed: true,
};
const finished = (outcome: "succeeded" | "failed" | "cancelled", fence = FENCE): JobTrigger => ({
  kind: "finished",
  fence,
  outcome,
  areBlobsStored: true,
});

/** `T1 LEASED` for a move, the reason in brackets for a stay. */
function outcomeOf(job: JobFacts, trigger: JobTrigger): string {
  const decision = decideTransition(job, trigger);
  return decision.kind === "move" ? `${decision.rule} ${decision.to}` : `(${decision.because})`;
}

describe("T1 to T13", () => {
  test.each<[string, JobFacts, JobTrigger, string]>([
    ["T1 a poll takes a queued job", QUEUED, grant, "T1 LEASED"],
    ["INV-1 not a busy agent's", QUEUED, { ...grant, isAgentFree: false }, "(not_possible)"],
    ["T1 not a paused agent's", QUEUED, { ...grant, isAgentAllowed: false }, "(not_possible)"],
    ["T1 not before its time", { ...QUEUED, notBeforeMs: 11 }, grant, "(not_due)"],
    ["QU4 not past its queue deadline", { ...QUEUED, queueDeadlineMs: 9 }, grant, "(not_possible)"],
    ["INV-1 not a leased job", LEASED, grant, "(not_possible)"],
    ["T2 started after the first renew", RENEWED, { kind: "started", fence: FENCE }, "T2 RUNNING"],
    ["LE3 not before it", LEASED, { kind: "started", fence: FENCE }, "(not_possible)"],
    [
      "T3 a renew keeps the state",
      CANCELLING,
      { kind: "renewed", fence: FENCE, nowMs: 1, leaseTtlMs: 1 },
      "T3 CANCELLING",
    ],
    ["T4 local policy", LEASED, { kind: "refused", fence: FENCE }, "T4 REFUSED"],
    ["T4 not while running", RUNNING, { kind: "refused", fence: FENCE }, "(not_possible)"],
    ["T5 cancel while leased", LEASED, { kind: "cancel-requested" }, "T5 CANCELLING"],
    ["T5 cancel while running", RUNNING, { kind: "cancel-requested" }, "T5 CANCELLING"],
    ["T5 a second cancel changes nothing", CANCELLING, { kind: "cancel-requested" }, "(not_possible)"],
    ["T6 success", RUNNING, finished("succeeded"), "T6 SUCCEEDED"],
    ["T6 failure", RUNNING, finished("failed"), "T6 FAILED"],
    ["T6 INV-16 from CANCELLING the end is CANCELLED", CANCELLING, finished("succeeded"), "T6 CANCELLED"],
    [
      "INV-22 not before its blobs are stored",
      RUNNING,
      { kind: "finished", fence: FENCE, outcome: "succeeded", areBlobsStored: false },
      "(not_due)",
    ],
    ["T7 a silent run with no attempt left is lost", RUNNING, { kind: "swept", nowMs: LATE }, "T7 LOST"],
    [
      "T7 with attempts left it queues again",
      { ...RUNNING, attemptsMost: 3 },
      { kind: "swept", nowMs: LATE },
      "T7 QUEUED",
    ],
    ["T7 never from CANCELLING", { ...CANCELLING, attemptsMost: 3 }, { kind: "swept", nowMs: LATE }, "T7 LOST"],
    ["INV-14 not before the grace is over", RUNNING, { kind: "swept", nowMs: LATE - 1 }, "(not_due)"],
    ["T8 a queue deadline passes", QUEUED, { kind: "swept", nowMs: 1_000_001 }, "T8 EXPIRED"],
    ["T10 cancel while queued", QUEUED, { kind: "cancel-requested" }, "T10 CANCELLED"],
    ["T11 a lease without renew comes back", LEASED, { kind: "swept", nowMs: LATE }, "T11 QUEUED"],
    ["T11 ten times at most", { ...LEASED, givenBack: 10 }, { kind: "swept", nowMs: LATE }, "T7 LOST"],
    ["T12 deferred", LEASED, { kind: "deferred", fence: FENCE, nowMs: 5, retryAfterMs: 60_000 }, "T12 QUEUED"],
    ["T13 what cannot be signed is refused", QUEUED, { kind: "unsignable" }, "T13 REFUSED"],
    ["T13 not what was offered already", LEASED, { kind: "unsignable" }, "(not_possible)"],
    ["INV-3 an old fence changes nothing", { ...RUNNING, fence: "7.2" }, finished("succeeded"), "(stale_fence)"],
    ["INV-4 nor does one the server does not know", RUNNING, finished("succeeded", "8.1"), "(future_fence)"],
    [
      "INV-3 nor one of a job that went back to the queue",
      { ...QUEUED, fence: FENCE },
      finished("succeeded"),
      "(stale_fence)",
    ],
  ])("%s", (_title, job, trigger, expected) => {
    expect(outcomeOf(job, trigger)).toBe(expected);
  });

  test("T1 gives the next fence, a lease and an attempt", () => {
    expect(decideTransition({ ...QUEUED, fence: "7.3", attempt: 1 }, grant)).toMatchObject({
      patch: { fence: "7.4", leaseUntilMs: 900_010, attempt: 2, isRenewed: false },
    });
  });

  test("T11 T12 give the attempt back", () => {
    expect(decideTransition(LEASED, { kind: "swept", nowMs: LATE })).toMatchObject({
      patch: { attempt: 0, givenBack: 1 },
    });
    const deferred: JobTrigger = { kind: "deferred", fence: FENCE, nowMs: 5, retryAfterMs: 60_000 };
    expect(decideTransition(LEASED, deferred)).toMatchObject({ patch: { attempt: 0, notBeforeMs: 60_005 } });
  });
});

describe("properties over any row and trigger", () => {
  const fence = fc.constantFrom("7.1", "7.2", "8.1");
  const time = fc.nat(2_000_000);
  const job: fc.Arbitrary<JobFacts> = fc.record({
    state: fc.constantFrom(...JobState.options),
    attempt: fc.nat(3),
    attemptsMost: fc.integer({ min: 1, max: 5 }),
    givenBack: fc.nat(12),
    fence: fc.option(fence),
    leaseUntilMs: fc.option(time),
    isRenewed: fc.boolean(),
    queueDeadlineMs: time,
    notBeforeMs: fc.option(time),
  });
  const trigger: fc.Arbitrary<JobTrigger> = fc.oneof(
    fc.record({
      kind: fc.constant("grant" as const),
      nowMs: time,
      leaseTtlMs: fc.nat(900_000),
      processEpoch: fc.nat(9),
      isAgentFree: fc.boolean(),
      isAgentAllowed: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("started" as const), fence }),
    fc.record({ kind: fc.constant("renewed" as const), fence, nowMs: time, leaseTtlMs: fc.nat(900_000) }),
    fc.record({ kind: fc.constant("refused" as const), fence }),
    fc.record({ kind: fc.constant("cancel-requested" as const) }),
    fc.record({ kind: fc.constant("unsignable" as const) }),
    fc.record({ kind: fc.constant("swept" as const), nowMs: time }),
    fc.record({ kind: fc.constant("deferred" as const), fence, nowMs: time, retryAfterMs: fc.nat(9999) }),
    fence.map((value) => finished("succeeded", value)),
  );

  test("INV-5 ends absorb", () => {
    fc.assert(
      fc.property(job, trigger, (row, given) => {
        if (isJobEnd(row.state)) expect(decideTransition(row, given).kind).toBe("stay");
      }),
    );
  });

  test("INV-16 cancelling never returns to running or the queue", () => {
    fc.assert(
      fc.property(job, trigger, (row, given) => {
        const decision = decideTransition({ ...row, state: "CANCELLING" }, given);
        if (decision.kind === "move") expect(["CANCELLING", "CANCELLED", "LOST"]).toContain(decision.to);
      }),
    );
  });

  test("INV-3 INV-4 no message moves a job unless its fence is the job's own", () => {
    fc.assert(
      fc.property(job, trigger, (row, given) => {
        if ("fence" in given && given.fence !== row.fence) expect(decideTransition(row, given).kind).toBe("stay");
      }),
    );
  });
});
