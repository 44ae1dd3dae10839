import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAllowed, NEEDS_FRESH_PASSWORD, type Permission, Role } from "../../core/access/roles.ts";
import { AppError } from "../platform/errors.ts";
import { createTestApp, type TestApp } from "../platform/test-app.ts";
import type { Actor, Context } from "./context.ts";
import { listProcedures } from "./list-procedures.ts";
import { appRouter } from "./router.ts";

let app: TestApp;
const OTHER_ORG = "the-other-organisation";

beforeAll(async () => {
  app = await createTestApp();
  const user = { id: "u", orgId: app.orgId, name: "U", email: "u@example.org", role: "admin" };
  await app.db.user.create({ data: user, select: { id: true } });
  const session = { id: "s", token: "t", userId: "u", expiresAt: new Date("2099-01-01") };
  await app.db.session.create({ data: session, select: { id: true } });
});
afterAll(() => app.close());

/** The groups that the matrix of security.md knows, with the least role of each. */
const MATRIX: Record<Permission, "nobody" | Role> = {
  public: "nobody",
  self: "viewer",
  read: "viewer",
  rate: "rater",
  run: "operator",
  propose: "operator",
  approve: "operator",
  drain: "operator",
  fleet: "admin",
  org: "admin",
  audit: "admin",
};
const procedures = [...listProcedures()];
const roles = [null, ...Role.options];

function actorOf(role: Role, options: { orgId?: string; isFresh?: boolean } = {}): Actor {
  const passwordAt = options.isFresh === false ? null : app.clock.now();
  return {
    userId: "u",
    sessionId: "s",
    name: "U",
    email: "u@example.org",
    role,
    orgId: options.orgId ?? app.orgId,
    passwordAt,
  };
}

function contextOf(actor: Actor | null): Context {
  return { app, actor, scope: { orgId: actor?.orgId ?? app.orgId }, address: "127.0.0.1", request: null };
}

/** Calls by path; the answer is our code, tRPC's code, or `ok`. */
async function call(
  path: string,
  context: Context,
  input: unknown,
): Promise<{ code: string; message: string; body: string }> {
  const stop = new AbortController();
  let target: unknown = appRouter.createCaller(context, { signal: stop.signal });
  for (const part of path.split(".")) target = Reflect.get(Object(target), part);
  if (typeof target !== "function") throw new Error(`${path} cannot be called`);
  try {
    const answer: unknown = await target(input);
    const isStream = answer !== null && typeof answer === "object" && Symbol.asyncIterator in answer;
    return { code: "ok", message: "", body: JSON.stringify(isStream ? await firstOf(answer) : answer) ?? "" };
  } catch (error) {
    return { ...codeOf(error), body: "" };
  } finally {
    stop.abort();
  }
}

async function firstOf(stream: object): Promise<unknown> {
  const iterate: unknown = Reflect.get(stream, Symbol.asyncIterator);
  if (typeof iterate !== "function") return null;
  const iterator: AsyncIterator<unknown> = Reflect.apply(iterate, stream, []);
  const first = await iterator.next();
  await iterator.return?.();
  return first.value;
}

function codeOf(error: unknown): { code: string; message: string } {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (cause instanceof AppError) return { code: cause.code, message: cause.message };
  if (error instanceof TRPCError) return { code: error.code, message: error.message };
  return { code: "escaped", message: String(error) };
}

const REFUSALS = new Set(["UNAUTHENTICATED", "FORBIDDEN", "PASSWORD_NEEDED", "SETUP_REQUIRED"]);

test("TP5 TP6 every procedure states its group, a strict input and an output, and the group is in the matrix", () => {
  expect(procedures.length).toBeGreaterThan(10);
  const incomplete = procedures.filter(
    ([, { meta, inputs, output }]) =>
      meta === undefined || !(meta.can in MATRIX) || inputs.length === 0 || output === undefined,
  );
  expect(incomplete.map(([path]) => path)).toEqual([]);
});

test("AC1 the matrix of the contract and the one predicate agree for every role and group", () => {
  for (const [permission, least] of Object.entries(MATRIX)) {
    for (const role of roles) {
      const expected =
        least === "nobody" || (role !== null && Role.options.indexOf(role) >= Role.options.indexOf(least));
      const found = procedures.find(([, { meta }]) => meta?.can === permission)?.[1].meta?.can;
      if (found !== undefined) expect([role, permission, isAllowed(role, found)]).toEqual([role, permission, expected]);
    }
  }
});

test.each(procedures)("TP6 %s lets in exactly the roles of its group", async (path, { meta }) => {
  const least = MATRIX[meta?.can ?? "audit"];
  for (const role of roles) {
    const { code } = await call(path, contextOf(role === null ? null : actorOf(role)), undefined);
    const mayPass = least === "nobody" || (role !== null && Role.options.indexOf(role) >= Role.options.indexOf(least));
    const expected = mayPass ? "let in" : role === null ? "UNAUTHENTICATED" : "FORBIDDEN";
    expect([path, role, REFUSALS.has(code) ? code : "let in"]).toEqual([path, role, expected]);
  }
});

test.each(procedures.filter(([, { meta }]) => meta !== undefined && NEEDS_FRESH_PASSWORD.has(meta.can)))(
  "AC5 %s needs a fresh password",
  async (path) => {
    expect((await call(path, contextOf(actorOf("admin", { isFresh: false })), undefined)).code).toBe("PASSWORD_NEEDED");
  },
);

test("TP7 a policy that is missing or that throws denies", async () => {
  const broken: Context = {
    ...contextOf(actorOf("admin")),
    app: { ...app, needsSetup: () => Promise.reject(new Error("disk")) },
  };
  for (const [path, { meta }] of procedures) {
    if (meta?.can === "public") continue;
    const { code } = await call(path, broken, undefined);
    expect([path, code]).toEqual([path, "INTERNAL_SERVER_ERROR"]);
  }
});

/** Values of every wrong shape, made without randomness. */
function wrongInputs(count: number): unknown[] {
  const seeds: unknown[] = [
    null,
    0,
    -1,
    1.5,
    "",
    "x".repeat(5000),
    true,
    [],
    [[]],
    {},
    { id: 1 },
    { id: null },
    { id: "../../etc" },
    { __proto__: null },
  ];
  const keys = [
    "id",
    "lastEventId",
    "token",
    "password",
    "email",
    "plan",
    "agentIds",
    "cursor",
    "limit",
    "name",
    "flags",
    "class",
    "recipeSha",
    "snapshot",
    "override",
    "seed",
  ];
  const values: unknown[] = [
    null,
    1,
    "'; DROP TABLE user; --",
    {},
    [],
    "\u202e",
    Number.MAX_SAFE_INTEGER,
    { $gt: "" },
    "<script>",
    "constructor",
  ];
  const made = [...seeds];
  for (let n = 0; made.length < count; n += 1) {
    const key = keys[n % keys.length] ?? "id";
    made.push({
      [key]: values[n % values.length],
      [`extra${n}`]: n,
      [keys[(n * 7) % keys.length] ?? "id"]: values[(n * 3) % values.length],
    });
  }
  return made.slice(0, count);
}

test.each(procedures.filter(([, { inputs }]) => inputs.length > 0))(
  "TP6 500 wrong-typed inputs to %s: no 5xx, no stack, no secret",
  async (path) => {
    const context = contextOf(actorOf("admin"));
    for (const input of wrongInputs(500)) {
      const { code, message } = await call(path, context, input);
      expect([path, input, ["INTERNAL", "INTERNAL_SERVER_ERROR", "escaped"].includes(code)]).toEqual([
        path,
        input,
        false,
      ]);
      expect(message).not.toMatch(/\bat .*\.ts:\d+|node_modules/);
      expect(message).not.toContain(app.cookieSecret);
    }
  },
);

const OTHER = {
  agent: "11111111-1111-4111-8111-111111111111",
  run: "22222222-2222-4222-8222-222222222222",
  job: "33333333-3333-4333-8333-333333333333",
};

test.each(procedures)("AC2 TH4 %s shows and changes nothing of another organisation", async (path, { meta }) => {
  if (meta?.can === "public") return;
  await fillOtherOrganisation();
  const before = await snapshotOther();
  const inputs = Object.values(OTHER).flatMap((id) => [
    { id },
    { agentId: id },
    { agentIds: [id] },
    { id, after: 0 },
    { id, requestKey: OTHER.job },
    { id, level: 0 },
    {
      id,
      snapshot: "0".repeat(64),
      liveSha: "0".repeat(64),
      override: { class: "other-secret", reason: "none at all" },
    },
    { class: "other-class", recipeSha: "0".repeat(64) },
    { agentId: id, profile: "quick@1", requestKey: OTHER.job },
  ]);
  for (const input of [undefined, {}, ...inputs]) {
    const { message, body } = await call(path, contextOf(actorOf("admin")), input);
    expect([path, input, `${message}${body}`.includes("other-secret")]).toEqual([path, input, false]);
  }
  expect(await snapshotOther()).toEqual(before);
});

test.each([
  ["fleet.get", OTHER.agent],
  ["tunes.get", OTHER.run],
  ["tunes.progress", OTHER.run],
  ["tunes.log", OTHER.run],
  ["tunes.cancel", OTHER.run],
  ["probes.get", OTHER.run],
  ["probes.cancel", OTHER.run],
  ["proposals.get", OTHER.run],
  ["proposals.approve", OTHER.run],
  ["proposals.reject", OTHER.run],
])("AC2 %s says NOT_FOUND for an object of another organisation", async (path, id) => {
  await fillOtherOrganisation();
  const schema = procedures.find(([name]) => name === path);
  expect(schema).toBeDefined();
  const codes = [];
  const act = { id, snapshot: "0".repeat(64), liveSha: "0".repeat(64) };
  for (const input of [{ id }, { id, after: 0 }, { id, offset: 0 }, act])
    codes.push((await call(path, contextOf(actorOf("admin")), input)).code);
  expect([path, codes.filter((code) => code !== "BAD_REQUEST")]).toEqual([path, expect.arrayContaining(["NOT_FOUND"])]);
  expect(codes).not.toContain("ok");
});

let isFilled = false;

async function fillOtherOrganisation(): Promise<void> {
  if (isFilled) return;
  isFilled = true;
  const at = app.clock.now();
  const orgId = OTHER_ORG;
  await app.db.organisation.create({ data: { id: orgId, name: "other-secret", createdAt: at }, select: { id: true } });
  const agent = {
    id: OTHER.agent,
    orgId,
    publicKey: "k",
    machineId: "m",
    hostName: "other-secret",
    agentVersion: "0",
    enrolledAt: at,
  };
  await app.db.agent.create({
    data: { ...agent, enrolledBy: "x", factsJson: "{}", factsHash: "h", factsAt: at },
    select: { id: true },
  });
  const job = {
    id: OTHER.job,
    orgId,
    agentId: OTHER.agent,
    kind: "tune",
    paramsJson: "{}",
    state: "QUEUED",
    requestedBy: "other-secret",
  };
  const times = { requestedAt: at, requestKey: "other", queueDeadlineAt: new Date("2099-01-01") };
  await app.db.job.create({ data: { ...job, ...times }, select: { id: true } });
  const run = {
    id: OTHER.run,
    orgId,
    agentId: OTHER.agent,
    jobId: OTHER.job,
    number: 1,
    origin: "console",
    planJson: "{}",
  };
  const facts = { targetContext: 4000, strategy: "grid", requestedAt: at, machineJson: "{}", message: "other-secret" };
  await app.db.tuneRun.create({ data: { ...run, ...facts }, select: { id: true } });
  const probe = { id: OTHER.run, orgId, agentId: OTHER.agent, origin: "local", profile: "quick@1", purpose: "measure" };
  const asked = { requestedBy: "other-secret", requestedAt: at, receivedAt: at, message: "other-secret" };
  await app.db.probeRun.create({ data: { ...probe, ...asked }, select: { id: true } });
  const sha = "0".repeat(64);
  const label = { orgId, label: "other-class", definition: "other-secret", origin: "person", createdBy: "x" };
  await app.db.imageClass.create({ data: { ...label, liveSha: sha, createdAt: at }, select: { label: true } });
  const proposal = {
    id: OTHER.run,
    orgId,
    number: 1,
    class: "other-class",
    origin: "edit",
    baseSha: sha,
    recipeSha: sha,
  };
  const text = { toml: "other-secret", resultJson: "{}", state: "open", requestedBy: "other-secret", requestedAt: at };
  await app.db.imageProposal.create({ data: { ...proposal, ...text }, select: { id: true } });
  await app.db.tuneLogChunk.create({
    data: { tuneRunId: OTHER.run, offset: 0, orgId, text: "other-secret", receivedAt: at },
  });
}

async function snapshotOther(): Promise<string> {
  const where = { orgId: OTHER_ORG };
  const rows = await Promise.all([
    app.db.agent.findMany({ where }),
    app.db.job.findMany({ where }),
    app.db.tuneRun.findMany({ where }),
    app.db.probeRun.findMany({ where }),
    app.db.imageClass.findMany({ where }),
    app.db.imageProposal.findMany({ where }),
  ]);
  return JSON.stringify(rows);
}
