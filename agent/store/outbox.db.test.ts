import { expect, test } from "vitest";
import { blake3Hex } from "../../core/canonical/blake3.ts";
import { eventDraft, tempStore } from "../test/fixtures/temp-store.ts";
import { appendEvent, bodyText, closeGap, forgetEvents, outboxState, pendingEvents } from "./outbox.ts";

test("INV-8 each stream counts on its own from 1 without gaps, also after its rows were deleted", () => {
  const { store } = tempStore();
  for (const stream of ["a", "b", "a"]) appendEvent(store, eventDraft(stream));
  forgetEvents(
    store,
    pendingEvents(store).map((event) => event.eventId),
  );
  appendEvent(store, eventDraft("a"));
  expect(pendingEvents(store).map((event) => [event.stream, event.seq])).toEqual([["a", 3]]);
});

test("INV-8 an append that rolls back uses up no number", () => {
  const { store } = tempStore();
  const fail = (): void =>
    store.transaction(() => {
      appendEvent(store, eventDraft("a"));
      throw new Error("no");
    });
  expect(fail).toThrow("no");
  appendEvent(store, eventDraft("a"));
  expect(pendingEvents(store).map((event) => event.seq)).toEqual([1]);
});

test("INV-10 only named events leave the outbox", () => {
  const { store } = tempStore();
  const [first, second] = [eventDraft("a"), eventDraft("a")];
  appendEvent(store, first);
  appendEvent(store, second);
  forgetEvents(store, [first.eventId, "00000000-0000-4000-8000-000000000000"]);
  expect(pendingEvents(store).map((event) => event.eventId)).toEqual([second.eventId]);
});

test("a batch holds at most 200 events and 900 kB, in order", () => {
  const { store } = tempStore();
  store.transaction(() => {
    for (let count = 0; count < 250; count += 1) appendEvent(store, eventDraft("a"));
  });
  expect(pendingEvents(store)).toHaveLength(200);
  const big = tempStore().store;
  for (let count = 0; count < 30; count += 1)
    appendEvent(big, eventDraft("a", "job.log", { text: "x".repeat(60_000) }));
  expect(pendingEvents(big).length).toBe(14);
});

test("B127 BL4 a body over 64 KiB is named by the BLAKE3 of its text, one of exactly 64 KiB travels itself", () => {
  const { store } = tempStore();
  const frame = '{"text":""}'.length;
  for (const length of [65_536 - frame, 65_537 - frame]) {
    appendEvent(store, eventDraft("a", "job.log", { text: "x".repeat(length) }));
  }
  const [small, large] = pendingEvents(store);
  expect([small?.bodyBlob, large?.body]).toEqual([undefined, null]);
  expect(small?.body).toEqual({ text: "x".repeat(65_536 - frame) });
  const text = bodyText(store, large?.eventId ?? "");
  expect(new TextDecoder().decode(text ?? undefined)).toBe(`{"text":"${"x".repeat(65_537 - frame)}"}`);
  expect(large?.bodyBlob).toBe(blake3Hex(text ?? new Uint8Array()));
});

test("B127 bodies are measured in bytes, not in characters", () => {
  const { store } = tempStore();
  appendEvent(store, eventDraft("a", "job.log", { text: "é".repeat(40_000) }));
  expect(pendingEvents(store)[0]?.body).toBeNull();
});

test("OB2 INV-25 a full outbox drops only progress, counts it, and its stream stays gapless", () => {
  const { store } = tempStore();
  appendEvent(store, eventDraft("job", "job.trial", { text: "x".repeat(100) }));
  const full = 50;
  appendEvent(store, eventDraft("job", "job.progress"), full);
  appendEvent(store, eventDraft("job", "job.progress"), full);
  appendEvent(store, eventDraft("job", "job.trial"), full);
  const pending = pendingEvents(store);
  expect(pending.map((event) => [event.type, event.seq, event.seqEnd])).toEqual([
    ["job.trial", 1, undefined],
    ["outbox.dropped", 2, 3],
    ["job.trial", 4, undefined],
  ]);
  expect(pending[1]?.body).toEqual({ stream: "job", from: 2, to: 3 });
  expect(outboxState(store).dropped).toBe(2);
});

test("OB2 a dropped span that was offered to the console does not grow any more", () => {
  const { store } = tempStore();
  appendEvent(store, eventDraft("job", "job.trial", { text: "x".repeat(100) }));
  appendEvent(store, eventDraft("job", "job.progress"), 50);
  pendingEvents(store);
  appendEvent(store, eventDraft("job", "job.progress"), 50);
  expect(pendingEvents(store).map((event) => [event.seq, event.seqEnd])).toEqual([
    [1, undefined],
    [2, 2],
    [3, 3],
  ]);
});

test("INV-8 numbers a recovered console wants again, which are gone here, become one dropped span", () => {
  const { store } = tempStore();
  for (let count = 0; count < 3; count += 1) appendEvent(store, eventDraft("a"));
  forgetEvents(
    store,
    pendingEvents(store)
      .slice(0, 2)
      .map((event) => event.eventId),
  );
  closeGap(store, { stream: "a", seq: 1 }, eventDraft("agent"));
  expect(pendingEvents(store).map((event) => [event.type, event.seq, event.seqEnd])).toEqual([
    ["outbox.dropped", 1, 2],
    ["agent.started", 3, undefined],
  ]);
});
