import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, startTestEntry, type TestEntry } from "../test-entry.ts";

let plain: TestEntry;
let https: TestEntry;
let cookie: string;

beforeAll(async () => {
  plain = await startTestEntry();
  https = await startTestEntry({ baseUrl: "https://espalier.example" });
  cookie = await plain.setUp();
});
afterAll(() => Promise.all([plain.close(), https.close()]));

/** One request for every kind of answer of the entry. */
const everyKind = [
  { path: "/" },
  { path: "/setup" },
  { path: "/_next/static/chunks/a1b2.js" },
  { path: "/icon.svg" },
  { path: "/livez" },
  { path: "/readyz" },
  { path: "/api/trpc/self.me" },
  { path: "/api/trpc/live.feed" },
  { path: "/api/auth/get-session" },
  { path: "/api/nothing" },
  { path: "/api/images/upload" },
  { path: `/api/images/upload/${"a".repeat(64)}` },
  { path: "/api/images/view/AAAAAAAAAAAAAAAAAAAAAA" },
  { path: "/agent/v1/poll" },
  { path: "/_next/image?url=x" },
  { path: "/%zz" },
  { path: "/", headers: { host: "evil.example" } },
  { path: "/", method: "POST" },
];

const nonceOf = (answer: Answer) => /'nonce-([^']+)'/.exec(String(answer.headers["content-security-policy"]))?.[1];

test.each(everyKind)("HD2 HD6 %j carries every fixed header and is not cached unless hashed", async (ask) => {
  const { headers } = await plain.ask(ask);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=()",
  });
  if (ask.path.startsWith("/_next/static/")) expect(headers["cache-control"]).toBe("public, max-age=60");
  else expect(headers["cache-control"]).toBe("no-store");
});

test("HD1 the policy is exactly the contract's, with a new nonce for each request that Next receives too", async () => {
  const [first, second] = [
    await plain.ask({ path: "/", headers: { cookie } }),
    await plain.ask({ path: "/", headers: { cookie } }),
  ];
  const nonce = nonceOf(first);
  expect(first.headers["content-security-policy"]).toBe(
    `default-src 'none'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-${nonce}'; ` +
      "style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
      "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  );
  expect(Buffer.from(nonce ?? "", "base64")).toHaveLength(16);
  expect(nonceOf(second)).not.toBe(nonce);
  expect(first.body).toContain(String(first.headers["content-security-policy"]));
});

test("HD1 a policy or nonce that comes in is thrown away", async () => {
  const mine = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='";
  const answer = await plain.ask({
    path: "/",
    headers: { cookie, "content-security-policy": mine, "x-nonce": "A", "x-middleware-subrequest": "x" },
  });
  expect(answer.body).not.toContain("AAAAAAAAAAAAAAAAAAAAAA");
});

test("HD3 HSTS and COOP are sent on https only, upgrade-insecure-requests never", async () => {
  const secure = await https.ask({ path: "/livez", headers: { host: "espalier.example" } });
  expect([secure.headers["strict-transport-security"], secure.headers["cross-origin-opener-policy"]]).toEqual([
    "max-age=31536000",
    "same-origin",
  ]);
  const open = await plain.ask({ path: "/livez" });
  expect([open.headers["strict-transport-security"], open.headers["cross-origin-opener-policy"]]).toEqual([
    undefined,
    undefined,
  ]);
  for (const answer of [secure, open])
    expect(JSON.stringify(answer.headers)).not.toContain("upgrade-insecure-requests");
});
