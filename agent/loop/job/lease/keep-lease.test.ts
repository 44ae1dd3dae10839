import { expect, test } from "vitest";
import { manualWorld } from "../../../test/fixtures/manual-world.ts";
import type { PlaneCall, PlaneResult } from "../../plane/plane-client.ts";
import type { PlaneLink } from "../../plane/plane-link.ts";
import { keepLease } from "./keep-lease.ts";
import { growLease } from "./lease.ts";

type Answer = { leaseMs: number; cancel?: { reason: string; by: string } } | "unreachable" | "stale";

function leasing(answers: Answer[]) {
  const world = manualWorld();
  const events: string[] = [];
  const call = async <Q, A>(request: PlaneCall<Q, A>): Promise<PlaneResult<A>> => {
    const answer = answers.shift() ?? "unreachable";
    events.push(request.path);
    if (answer === "unreachable") return { kind: "unreachable", reason: "cut" };
    if (answer === "stale") {
      return { kind: "refused", status: 409, code: "stale_fence", message: "", retryAfterMs: null };
    }
    return { kind: "ok", value: request.answer.parse(answer) };
  };
  const plane: PlaneLink = {
    call,
    authorised: async () => ({ kind: "unreachable", reason: "cut" }),
    enrolment: () => null,
    serverNowMs: () => null,
    nudge: () => new AbortController().signal,
  };
  const lease = keepLease({
    plane,
    world,
    job: "00000000-0000-4000-8000-000000000001",
    fence: "1.1",
    progress: () => null,
    onCancel: (by, reason) => events.push(`cancel ${by} ${reason}`),
    onLost: (loss) => events.push(loss),
  });
  return { world, events, lease };
}

test("LE3 the first renew goes out at once, and its success is what counts", async () => {
  const { world, lease } = leasing(["unreachable", { leaseMs: 900_000 }]);
  await world.advance(0);
  await world.advance(15_000);
  expect(await lease.first).toBe(true);
  lease.close();
});

test("LE5 a stale fence is a loss, before the first renew too", async () => {
  const { events, lease } = leasing(["stale"]);
  expect(await lease.first).toBe(false);
  expect(events).toEqual(["renew", "stale_fence"]);
});

test("INV-14 without a further renew the loss comes 15 s before the end, and not earlier", async () => {
  const { world, events, lease } = leasing([{ leaseMs: 60_000 }]);
  await lease.first;
  for (let passedMs = 0; passedMs < 44_000; passedMs += 1000) await world.advance(1000);
  expect(events).not.toContain("lease_lost");
  for (let passedMs = 0; passedMs < 2000; passedMs += 1000) await world.advance(1000);
  expect(events).toContain("lease_lost");
  lease.close();
});

test("CX1 a cancel rides on renew with who asked and why", async () => {
  const { events, lease } = leasing([{ leaseMs: 60_000, cancel: { reason: "not needed", by: "ada" } }]);
  await lease.first;
  expect(events).toContain("cancel ada not needed");
  lease.close();
});

test("INV-18 a shorter answer never shortens a lease", () => {
  const long = growLease(null, 0, 900_000);
  expect(growLease(long, 1000, 60_000)).toEqual(long);
  expect(growLease(long, 100_000, 900_000).stopAtMonoMs).toBe(985_000);
});
