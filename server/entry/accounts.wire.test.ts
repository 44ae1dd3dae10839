import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { issueSetupLink } from "../features/accounts/index.ts";
import { ADMIN, appCodeOf, cookieOf, startTestEntry, type TestEntry } from "./test-entry.ts";

let at: TestEntry;

beforeEach(async () => {
  at = await startTestEntry();
});
afterEach(() => at.close());

const complete = (token: string, changes: Partial<typeof ADMIN> = {}) =>
  at.call({
    method: "POST",
    path: "/api/trpc/setup.complete",
    body: JSON.stringify({ token, ...ADMIN, isSolo: false, ...changes }),
  });
const tokenOf = (link: string | null) => new URL(link ?? "").hash.slice("#token=".length);
const me = (cookie: string) => at.call({ path: "/api/trpc/self.me", headers: { cookie } });
const audited = async () =>
  (await at.app.db.auditEntry.findMany({ orderBy: { seq: "asc" }, select: { action: true } })).map((row) => row.action);

test("FR1 the set-up link carries 256 bits in the fragment, lies in a 0600 file, is stored hashed, and a restart replaces it", async () => {
  const first = await issueSetupLink(at.app, at.origin);
  const file = path.join(at.app.env.dataDir, "setup-link.txt");
  expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#token=[A-Za-z0-9_-]{43}$/);
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777]).toEqual([`${first}\n`, 0o600]);
  const stored = await at.app.db.setupLink.findMany({});
  expect(JSON.stringify(stored)).not.toContain(tokenOf(first));
  const second = await issueSetupLink(at.app, at.origin);
  expect(appCodeOf(await complete(tokenOf(first)))).toBe("SETUP_LINK_INVALID");
  expect((await complete(tokenOf(second))).status).toBe(200);
  expect(await issueSetupLink(at.app, at.origin)).toBeNull();
});

test("FR1 a link dies after an hour", async () => {
  const link = await issueSetupLink(at.app, at.origin);
  at.app.clock.advance(60 * 60_000 + 1);
  expect(appCodeOf(await complete(tokenOf(link)))).toBe("SETUP_LINK_INVALID");
});

test("FR2 until set-up is done pages lead to /setup, procedures say SETUP_REQUIRED, health answers", async () => {
  for (const page of ["/", "/fleet", "/tunes/new?x=1", "/sign-in"]) {
    const answer = await at.ask({ path: page });
    expect([page, answer.status, answer.headers.location]).toEqual([page, 307, "/setup"]);
  }
  expect((await at.ask({ path: "/setup" })).status).toBe(200);
  expect((await at.ask({ path: "/_next/static/a.css" })).status).toBe(200);
  const procedure = await at.call({ path: "/api/trpc/self.me" });
  expect([procedure.status, appCodeOf(procedure)]).toEqual([503, "SETUP_REQUIRED"]);
  expect((await at.signIn(ADMIN.email, ADMIN.password)).status).toBe(503);
  expect([(await at.ask({ path: "/livez" })).status, (await at.ask({ path: "/readyz" })).status]).toEqual([200, 200]);
  const status = await at.call({ path: "/api/trpc/setup.status" });
  expect(JSON.parse(status.body)).toEqual({ result: { data: { needsSetup: true } } });
});

test("H-35 a refused request answers one sentence that names the field, and no text of its parser", async () => {
  const answer = await complete("", { name: "a".repeat(5_000) });
  const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(JSON.parse(answer.body));
  expect([answer.status, appCodeOf(answer)]).toEqual([400, "BAD_INPUT"]);
  expect(error.message).toMatch(/^(token|name) is (shorter|longer) than [\d,]+ characters?\.$/);
});

test("FR2 15.4.2 two racers with one link make one admin", async () => {
  const token = tokenOf(await issueSetupLink(at.app, at.origin));
  const answers = await Promise.all([complete(token), complete(token, { email: "eve@example.org" })]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(await at.app.db.user.findMany({ select: { role: true } })).toEqual([{ role: "admin" }]);
  expect(await audited()).toEqual(["account.created"]);
});

test("AC3 there is no way to sign up: better-auth's other calls do not exist", async () => {
  const cookie = await at.setUp();
  const body = JSON.stringify({ email: "eve@example.org", password: "a long enough password", name: "Eve" });
  for (const call of [
    "sign-up/email",
    "change-email",
    "update-user",
    "delete-user",
    "link-social",
    "sign-in/social",
    "get-session",
    "forget-password",
  ]) {
    const answer = await at.call({ method: "POST", path: `/api/auth/${call}`, body, headers: { cookie } });
    expect([call, answer.status]).toEqual([call, 404]);
  }
  expect(await at.app.db.user.count()).toBe(1);
});

test.each([
  ["11 characters", "elevenchars", "BAD_INPUT"],
  ["129 characters", "x".repeat(129), "BAD_INPUT"],
  ["a common one in another case", "PASSWORD1234", "WEAK_PASSWORD"],
  ["a keyboard walk", "1qaz2wsx3edc", "WEAK_PASSWORD"],
])("AC4 set-up refuses a password of %s", async (_title, password, code) => {
  const token = tokenOf(await issueSetupLink(at.app, at.origin));
  expect(appCodeOf(await complete(token, { password }))).toBe(code);
  expect((await complete(token)).status).toBe(200);
});

test("AC4 a password of any characters works, and is stored as scrypt", async () => {
  const password = "пароль 密码 🌳 пароль";
  const token = tokenOf(await issueSetupLink(at.app, at.origin));
  expect((await complete(token, { password })).status).toBe(200);
  expect((await at.signIn(ADMIN.email, password)).status).toBe(200);
  const stored = await at.app.db.account.findFirst({ select: { password: true } });
  expect(stored?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
});

test("SS3 over http the cookie is espalier, HttpOnly, Lax, Path=/, not Secure, and signed", async () => {
  await at.setUp();
  const answer = await at.signIn(ADMIN.email, ADMIN.password);
  const cookie = answer.headers["set-cookie"]?.[0] ?? "";
  expect(cookie).toMatch(/^espalier=[^;]+\.[^;]+;/);
  expect(cookie.split("; ").slice(1).sort()).toEqual(["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Lax"]);
  expect(answer.body).toBe('{"ok":true}');
  const session = await at.app.db.session.findFirst({ select: { token: true } });
  const forged = `espalier=${session?.token}.${Buffer.alloc(32).toString("base64")}`;
  expect(appCodeOf(await me(forged))).toBe("UNAUTHENTICATED");
});

test("SS3 over https the cookie is __Host-espalier and Secure", async () => {
  const https = await startTestEntry({ baseUrl: "https://espalier.example" });
  try {
    const cookie = await https.setUp();
    const answer = await https.signIn(ADMIN.email, ADMIN.password);
    expect(answer.headers["set-cookie"]?.[0]?.split("; ")).toEqual(
      expect.arrayContaining(["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]),
    );
    expect(cookie).toMatch(/^__Host-espalier=/);
    expect((await https.call({ path: "/api/trpc/self.me", headers: { cookie } })).status).toBe(200);
  } finally {
    await https.close();
  }
});

test("SS1 role and state are read at each request: a demotion and a disabling act at once", async () => {
  const cookie = await at.setUp();
  const joinToken = () =>
    at.call({ method: "POST", path: "/api/trpc/fleet.createJoinToken?batch=1", body: "{}", headers: { cookie } });
  expect((await joinToken()).status).toBe(200);
  await at.app.db.user.updateMany({ data: { role: "viewer" } });
  expect(appCodeOf(await joinToken())).toBe("FORBIDDEN");
  expect((await me(cookie)).body).toContain('"role":"viewer"');
  await at.app.db.user.updateMany({ data: { isDisabled: true } });
  expect(appCodeOf(await me(cookie))).toBe("UNAUTHENTICATED");
  expect((await at.ask({ path: "/fleet", headers: { cookie } })).headers.location).toBe("/sign-in?next=%2Ffleet");
});

test("SS1 a session lives 30 days at most, however often it is used", async () => {
  const cookie = await at.setUp();
  const far = new Date("2099-01-01");
  await at.app.db.session.updateMany({ data: { expiresAt: far, createdAt: at.app.clock.now() } });
  at.app.clock.advance(30 * 24 * 60 * 60_000 - 1);
  expect((await me(cookie)).status).toBe(200);
  at.app.clock.advance(1);
  expect(appCodeOf(await me(cookie))).toBe("UNAUTHENTICATED");
});

test("AC5 enrolling needs a password entered within ten minutes, and confirming it opens the next ten", async () => {
  const cookie = await at.setUp();
  const joinToken = () =>
    at.call({ method: "POST", path: "/api/trpc/fleet.createJoinToken?batch=1", body: "{}", headers: { cookie } });
  const confirm = (password: string) =>
    at.call({
      method: "POST",
      path: "/api/trpc/self.confirmPassword",
      body: JSON.stringify({ password }),
      headers: { cookie },
    });
  expect((await joinToken()).status).toBe(200);
  at.app.clock.advance(10 * 60_000 + 1);
  const late = await joinToken();
  expect([late.status, appCodeOf(late)]).toEqual([403, "PASSWORD_NEEDED"]);
  expect((await me(cookie)).body).toContain('"passwordFreshUntil":null');
  expect(appCodeOf(await confirm("not the password"))).toBe("WRONG_PASSWORD");
  expect(appCodeOf(await joinToken())).toBe("PASSWORD_NEEDED");
  expect((await confirm(ADMIN.password)).status).toBe(200);
  expect((await joinToken()).status).toBe(200);
});

test("TP9 TH20 the sixth sign-in within a minute is refused, per account and per address, and confirming a password too", async () => {
  const cookie = await at.setUp();
  at.app.clock.advance(60_000);
  const tries = [];
  for (let n = 0; n < 6; n += 1) tries.push((await at.signIn(ADMIN.email, `wrong password ${n}`)).status);
  expect(tries).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await at.signIn("someone@else.example", "another account, same address")).status).toBe(429);
  at.app.clock.advance(60_000);
  expect((await at.signIn(ADMIN.email, ADMIN.password)).status).toBe(200);
  const confirms = [];
  for (let n = 0; n < 6; n += 1) {
    const body = JSON.stringify({ password: `wrong ${n}` });
    confirms.push(
      appCodeOf(await at.call({ method: "POST", path: "/api/trpc/self.confirmPassword", body, headers: { cookie } })),
    );
  }
  expect(confirms).toEqual([...Array.from({ length: 5 }, () => "WRONG_PASSWORD"), "RATE_LIMITED"]);
});

test("AU5 sign-in, failure and end of a session are in the audit, without what was typed", async () => {
  const cookie = await at.setUp();
  await at.signIn(ADMIN.email, "not the password at all");
  const out = await at.call({ method: "POST", path: "/api/auth/sign-out", headers: { cookie } });
  expect(out.status).toBe(200);
  expect(appCodeOf(await me(cookie))).toBe("UNAUTHENTICATED");
  expect(await audited()).toEqual([
    "account.created",
    "settings.four-eyes",
    "session.signed-in",
    "session.sign-in-failed",
    "session.ended",
  ]);
  expect(JSON.stringify(await at.app.db.auditEntry.findMany())).not.toContain("not the password");
  expect(at.app.logged.join("")).not.toContain("not the password");
});

test("a page without a session leads to sign-in and back, a signed-in person away from it", async () => {
  const cookie = await at.setUp();
  const leads = async (page: string, headers = {}) => (await at.ask({ path: page, headers })).headers.location;
  expect(await leads("/")).toBe("/sign-in");
  expect(await leads("/tunes/new?list=practice")).toBe("/sign-in?next=%2Ftunes%2Fnew%3Flist%3Dpractice");
  expect((await at.ask({ path: "//evil.example/x" })).status).toBe(400);
  expect(await leads("/setup")).toBe("/sign-in");
  expect(await leads("/sign-in", { cookie })).toBe("/");
  expect((await at.ask({ path: "/fleet", headers: { cookie } })).body).toContain("page /fleet");
  expect(cookieOf(await at.signIn(ADMIN.email, ADMIN.password))).toMatch(/^espalier=/);
});
