import { describe, expect, test } from "vitest";
import { createAdmission } from "./admission.ts";

const never = new AbortController().signal;

describe("admission", () => {
  test("A25 as many enter as there are slots, the rest wait in order", async () => {
    const admission = createAdmission(2, 5);
    const first = await admission.enter(never);
    await admission.enter(never);
    const order: string[] = [];
    const third = admission.enter(never)?.then(() => order.push("third"));
    const fourth = admission.enter(never)?.then(() => order.push("fourth"));
    expect([admission.inFlight(), admission.queued()]).toEqual([2, 2]);
    first?.release();
    await third;
    expect(order).toEqual(["third"]);
    expect(admission.queued()).toBe(1);
    first?.release();
    expect(admission.queued()).toBe(1);
    void fourth;
  });

  test("A14 a full queue refuses at once, a depth of 0 takes none", async () => {
    const admission = createAdmission(1, 0);
    await admission.enter(never);
    expect(admission.enter(never)).toBeNull();
  });

  test("A14 who leaves the queue gives up its place", async () => {
    const admission = createAdmission(1, 1);
    await admission.enter(never);
    const leaver = new AbortController();
    const waiting = admission.enter(leaver.signal);
    leaver.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    expect(admission.queued()).toBe(0);
    expect(admission.enter(never)).not.toBeNull();
  });
});
