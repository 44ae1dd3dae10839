import { request as send } from "node:http";
import { type APIResponse, expect, request, test } from "@playwright/test";
import { openLive } from "../fixtures/live-page.ts";
import { watchPage } from "../fixtures/page-watch.ts";
import { pagesOf, signedInContext, type TunedConsole, tunedConsole } from "../fixtures/tuned-console.ts";

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'",
  "style-src 'self' 'nonce-N'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
];

let at: TunedConsole;

test.beforeAll(async () => {
  at = await tunedConsole();
});
test.afterAll(async () => {
  expect(await at.stop()).toBe(0);
});

const nonceOf = (policy: string) => /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";

function expectGuarded(answer: APIResponse): void {
  const headers = answer.headers();
  const policy = headers["content-security-policy"] ?? "";
  const nonce = nonceOf(policy);
  expect(nonce.length).toBeGreaterThanOrEqual(16);
  expect(policy.replaceAll(nonce, "N").split("; ")).toEqual(DIRECTIVES);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=()",
    "cache-control": "no-store",
  });
  expect(headers).not.toHaveProperty("x-powered-by");
  expect(headers).not.toHaveProperty("strict-transport-security");
}

test("HD1 HD2 every page carries the policy with its own nonce and the fixed headers, and every script of it the nonce", async () => {
  const caller = await request.newContext({
    baseURL: at.url,
    extraHTTPHeaders: { cookie: `${at.api.cookie.name}=${at.api.cookie.value}` },
  });
  const nonces = new Set<string>();
  for (const [name, path] of pagesOf(at)) {
    await test.step(name, async () => {
      const answer = await caller.get(path);
      expect(answer.status()).toBe(name.startsWith("unknown") ? 404 : 200);
      expectGuarded(answer);
      const nonce = nonceOf(answer.headers()["content-security-policy"] ?? "");
      nonces.add(nonce);
      const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    });
  }
  expect(nonces.size).toBe(pagesOf(at).length);
  await caller.dispose();
});

test("HD2 only hashed files may be kept, and they carry the fixed headers too", async ({ browser }) => {
  const context = await signedInContext(browser, at);
  const page = await context.newPage();
  const files: { url: string; caching: string; sniff: string }[] = [];
  page.on("response", (answer) => {
    const headers = answer.headers();
    files.push({
      url: new URL(answer.url()).pathname,
      caching: headers["cache-control"] ?? "",
      sniff: headers["x-content-type-options"] ?? "",
    });
  });
  await openLive(page, "/");
  expect(files.filter((file) => file.sniff !== "nosniff")).toEqual([]);
  const isHashed = (file: { url: string }) => file.url.startsWith("/_next/static/");
  expect(files.filter(isHashed).length).toBeGreaterThan(0);
  expect(files.filter((file) => isHashed(file) && !file.caching.includes("immutable"))).toEqual([]);
  expect(files.filter((file) => !isHashed(file) && !file.caching.includes("no-store"))).toEqual([]);
  await context.close();
});

test("TH23 TH22 NO1 NO3 the image optimiser and server actions answer 404, with or without a session", async () => {
  const caller = await request.newContext({ baseURL: at.url });
  const cookie = `${at.api.cookie.name}=${at.api.cookie.value}`;
  for (const headers of [{}, { cookie }]) {
    const image = await caller.get("/_next/image?url=%2Ficon.svg&w=64&q=75", { headers });
    expect(image.status()).toBe(404);
    expectGuarded(image);
    const action = await caller.post("/", { headers: { ...headers, "next-action": "x", origin: at.url }, data: "[]" });
    expect(action.status()).toBe(404);
    expectGuarded(action);
    expect((await caller.get("/", { headers: { ...headers, "next-action": "x" } })).status()).toBe(404);
  }
  await caller.dispose();
});

test("FR2 TH28 without a session every page leads to sign-in with the way back, and nothing of it is told", async () => {
  const caller = await request.newContext({ baseURL: at.url });
  for (const [name, path] of pagesOf(at)) {
    await test.step(name, async () => {
      const answer = await caller.get(path, { maxRedirects: 0 });
      expect(answer.status()).toBe(307);
      const back = path === "/" ? "" : `?next=${encodeURIComponent(path)}`;
      expect(answer.headers()["location"]).toBe(`/sign-in${back}`);
      expect(await answer.text()).toBe("");
      expectGuarded(answer);
    });
  }
  expectGuarded(await caller.get("/sign-in"));
  await caller.dispose();
});

function statusFor(path: string, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const call = send(`${at.url}${path}`, { headers: { host } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  call.on("error", reject).end();
  return promise;
}

test("TP10 a foreign Host gets 421 on every plane, an own one does not", async () => {
  for (const path of ["/", "/sign-in", "/livez", "/api/trpc/setup.status", "/agent/v1/jobs", "/_next/static/x.js"]) {
    expect([path, await statusFor(path, "evil.example")]).toEqual([path, 421]);
    expect([path, await statusFor(path, `127.0.0.1.evil.example:${at.running.port}`)]).toEqual([path, 421]);
  }
  expect(await statusFor("/livez", `localhost:${at.running.port}`)).toBe(200);
});

test("TH28 after sign-in the browser goes back to the page it asked for, and never to another site", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: at.url });
  const page = await context.newPage();
  const watch = watchPage(page, at.url);
  await page.goto("/sign-in?next=https%3A%2F%2Fevil.example%2F");
  await page.getByLabel("E-mail").fill("ada@example.test");
  await page.getByLabel("Password").fill("a long walled garden");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${at.url}/`);
  expect(watch.foreignRequests()).toEqual([]);
  await context.close();
});
