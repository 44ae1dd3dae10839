import { afterEach, beforeEach, expect, test } from "vitest";
import { publish } from "../../platform/feed.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { transaction } from "../../platform/transaction.ts";
import type { Context } from "../../trpc/context.ts";
import { followFeed } from "./service.ts";

let app: TestApp;
let stop: AbortController;

beforeEach(async () => {
  app = await createTestApp();
  stop = new AbortController();
  const now = app.clock.now();
  await app.db.user.create({
    data: { id: "u", orgId: app.orgId, name: "U", email: "u@example.org", role: "viewer" },
    select: { id: true },
  });
  const session = { id: "s", token: "t", userId: "u", expiresAt: new Date(now.getTime() + 86_400_000), createdAt: now };
  await app.db.session.create({ data: session, select: { id: true } });
});
afterEach(async () => {
  stop.abort();
  await app.close();
});

function contextOf(orgId = app.orgId): Context {
  const actor = {
    userId: "u",
    sessionId: "s",
    name: "U",
    email: "u@example.org",
    role: "viewer" as const,
    orgId,
    passwordAt: null,
  };
  return { app, actor, scope: { orgId }, address: null, request: null };
}

const change = (subject: string, orgId = app.orgId) =>
  transaction(app, "test.publish", (tx) =>
    publish(tx, { orgId, at: app.clock.now(), topic: "tune", subject, kind: "trial" }),
  );

const follow = (lastEventId: string | null) => followFeed(contextOf(), lastEventId, stop.signal);

async function take(
  stream: AsyncGenerator<{ seq: number; pointer: { subject: string; kind: string } }>,
  count: number,
): Promise<string[]> {
  const seen: string[] = [];
  while (seen.length < count) {
    const next = await stream.next();
    if (next.done === true) return [...seen, "end"];
    seen.push(`${next.value.seq} ${next.value.pointer.subject} ${next.value.pointer.kind}`);
  }
  return seen;
}

test("a stream without an id starts with a reset at the head, then carries every commit in order", async () => {
  await change("before");
  const stream = follow(null);
  expect(await take(stream, 1)).toEqual(["1 feed start"]);
  const rest = take(stream, 3);
  await Promise.all([change("a"), change("b"), change("c")]);
  expect((await rest).map((line) => line.split(" ")[0])).toEqual(["2", "3", "4"]);
});

test("a stream with an id resumes without gap or duplicate, over more than one page", async () => {
  for (let n = 0; n < 3; n += 1) await change(`old${n}`);
  await app.db.feedEntry.createMany({
    data: Array.from({ length: 450 }, (_, n) => ({
      seq: n + 4,
      orgId: app.orgId,
      at: app.clock.now(),
      topic: "tune",
      subject: `m${n}`,
      kind: "trial",
    })),
  });
  await app.db.counter.update({ where: { name: "feed" }, data: { value: 453 }, select: { name: true } });
  const lines = await take(follow("2"), 451);
  expect(lines.map((line) => Number(line.split(" ")[0]))).toEqual(Array.from({ length: 451 }, (_, n) => n + 3));
});

test("a change that commits while the replay is read is not missed", async () => {
  await change("one");
  const stream = follow("0");
  expect(await take(stream, 1)).toEqual(["1 one trial"]);
  await change("two");
  expect(await take(stream, 1)).toEqual(["2 two trial"]);
});

test.each([
  ["older than the trim", "1"],
  ["from a database that was newer", "99"],
])("an id %s gets one reset at the head, then new pointers", async (_title, id) => {
  for (let n = 0; n < 5; n += 1) await change(`c${n}`);
  await app.db.feedEntry.deleteMany({ where: { seq: { lte: 3 } } });
  const stream = follow(id);
  expect(await take(stream, 1)).toEqual(["5 feed trimmed"]);
  await change("new");
  expect(await take(stream, 1)).toEqual(["6 new trial"]);
});

test("publishing trims the feed to its newest 10,000 entries", async () => {
  await change("oldest");
  await app.db.counter.update({ where: { name: "feed" }, data: { value: 10_499 }, select: { name: true } });
  await change("newest");
  expect(await app.db.feedEntry.findMany({ select: { seq: true } })).toEqual([{ seq: 10_500 }]);
});

test("AC2 a stream carries nothing of another organisation", async () => {
  const stream = follow("0");
  await change("theirs", "another-org");
  await change("ours");
  expect(await take(stream, 1)).toEqual(["2 ours trial"]);
});

test("a stream ends on abort, also while it waits, and gives its slot back", async () => {
  for (let n = 0; n < 25; n += 1) {
    const own = new AbortController();
    const stream = followFeed(contextOf(), "0", own.signal);
    const next = stream.next();
    own.abort();
    expect((await next).done).toBe(true);
  }
});

test("TP8 the 21st stream of a user is refused", async () => {
  const streams = Array.from({ length: 21 }, () => follow(null));
  const results = await Promise.allSettled(streams.map((stream) => stream.next()));
  expect(results.map((result) => result.status)).toEqual([
    ...Array.from({ length: 20 }, () => "fulfilled"),
    "rejected",
  ]);
});

test("TP8 a stream whose session ended stops at the next look", async () => {
  const stream = follow(null);
  await stream.next();
  await app.db.session.deleteMany({});
  app.clock.advance(15_000);
  const next = stream.next();
  app.bus.wake();
  expect((await next).done).toBe(true);
});
