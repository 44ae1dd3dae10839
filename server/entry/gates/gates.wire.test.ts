import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listProcedures } from "../../trpc/list-procedures.ts";
import { appCodeOf, startTestEntry, type TestEntry } from "../test-entry.ts";

let at: TestEntry;
let cookie: string;

beforeAll(async () => {
  at = await startTestEntry();
  cookie = await at.setUp();
});
afterAll(() => at.close());

const mutations = [...listProcedures()].filter(([, { type }]) => type === "mutation").map(([path]) => path);
const host = () => `127.0.0.1:${at.port}`;

test.each([
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  "text/plain",
  "application/x-www-form-urlencoded",
])("TP1 TH1 every mutation refuses a body of %s with 415, on procedures and on sign-in", async (type) => {
  for (const path of [...mutations.map((name) => `/api/trpc/${name}`), "/api/auth/sign-in/email"]) {
    const answer = await at.call({ method: "POST", path, body: "{}", headers: { cookie, "content-type": type } });
    expect([path, answer.status]).toEqual([path, 415]);
  }
});

test.each([
  ["no Origin", { origin: "" }],
  ["another site", { origin: "https://evil.example" }],
  ["the same host on another port", { origin: "http://127.0.0.1:1" }],
  ["a sandboxed page", { origin: "null" }],
  ["Sec-Fetch-Site cross-site", { "sec-fetch-site": "cross-site" }],
  ["Sec-Fetch-Site same-site", { "sec-fetch-site": "same-site" }],
])("TP2 TH1 a POST with %s is refused with 403 before any procedure", async (_title, headers) => {
  for (const path of [...mutations.map((name) => `/api/trpc/${name}`), "/api/auth/sign-out"]) {
    const answer = await at.call({ method: "POST", path, body: "{}", headers: { cookie, ...headers } });
    expect([path, answer.status]).toEqual([path, 403]);
  }
});

test("TP2 a POST to a page is refused without Origin, and is no page with it", async () => {
  expect((await at.ask({ method: "POST", path: "/" })).status).toBe(403);
  expect((await at.call({ method: "POST", path: "/", headers: { cookie } })).status).toBe(404);
});

test("TP2 localhost is an own origin when the request came to localhost", async () => {
  const name = `localhost:${at.port}`;
  const headers = { cookie, host: name, origin: `http://${name}` };
  const answer = await at.call({
    method: "POST",
    path: "/api/trpc/self.confirmPassword",
    body: JSON.stringify({ password: "x" }),
    headers,
  });
  expect(appCodeOf(answer)).toBe("WRONG_PASSWORD");
});

test("TP3 a call without x-espalier is refused, a stream needs none, and no CORS header is ever sent", async () => {
  const without = await at.ask({ path: "/api/trpc/self.me", headers: { cookie } });
  expect(without.status).toBe(403);
  const preflight = await at.ask({
    method: "OPTIONS",
    path: "/api/trpc/self.me",
    headers: { origin: "https://evil.example" },
  });
  expect(preflight.status).toBe(403);
  const stream = await at.ask({ path: "/api/trpc/live.feed", headers: { accept: "text/event-stream" } });
  expect(stream.body).toContain("UNAUTHENTICATED");
  for (const answer of [without, preflight, stream]) {
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
});

test("TP3 GET runs no mutation", async () => {
  for (const path of mutations) {
    const answer = await at.call({ path: `/api/trpc/${path}`, headers: { cookie } });
    expect([path, answer.status]).toEqual([path, 405]);
  }
});

test("TP4 TH2 more than ten calls in one request are refused, and 2,000 too", async () => {
  for (const count of [11, 2000]) {
    const path = `/api/trpc/${Array.from({ length: count }, () => "self.me").join(",")}?batch=1`;
    expect((await at.call({ path, headers: { cookie } })).status).toBe(400);
  }
});

test("TP4 a body over 1 MiB is refused with 413, with and without a length", async () => {
  const body = JSON.stringify({ password: "x".repeat(1024 * 1024) });
  for (const path of ["/api/trpc/self.confirmPassword", "/api/auth/sign-in/email"]) {
    expect((await at.call({ method: "POST", path, body, headers: { cookie } })).status).toBe(413);
  }
  const chunked = { cookie, "transfer-encoding": "chunked" };
  const { status } = await at
    .call({ method: "POST", path: "/api/auth/sign-in/email", body, headers: chunked })
    .catch(() => ({ status: 413 }));
  expect(status).toBe(413);
});

test("TP9 the 101st call within ten seconds is refused, counted by call and by session", async () => {
  const path = `/api/trpc/${Array.from({ length: 10 }, () => "self.me").join(",")}?batch=1`;
  at.app.clock.advance(11_000);
  const headers = { cookie };
  for (let done = 0; done < 10; done += 1) expect((await at.call({ path, headers })).status).toBe(200);
  const refused = await at.call({ path: "/api/trpc/self.me", headers });
  expect([refused.status, appCodeOf(refused)]).toEqual([429, "RATE_LIMITED"]);
  at.app.clock.advance(11_000);
  expect((await at.call({ path: "/api/trpc/self.me", headers })).status).toBe(200);
});

test.each(["evil.example", "127.0.0.1.evil.example", "192.0.2.7", "localhost.evil.example:4680", "[2001:db8::1]"])(
  "TP10 the host name %s is answered with 421 on every plane",
  async (name) => {
    for (const path of ["/", "/livez", "/api/trpc/self.me", "/api/auth/sign-in/email", "/agent/v1/poll"]) {
      expect([path, (await at.ask({ path, headers: { host: name } })).status]).toEqual([path, 421]);
    }
  },
);

test("NO1 TH22 a Server Action is answered with 404 before Next", async () => {
  const answer = await at.call({ method: "POST", path: "/", headers: { cookie, "next-action": "0".repeat(42) } });
  expect([answer.status, answer.body.includes("page")]).toEqual([404, false]);
});

test.each(["/_next/image?url=%2Fx.png&w=64&q=75", "/%5Fnext/image?url=x", "/_next/image/"])(
  "NO3 TH23 the image optimiser is not reachable at %s",
  async (path) => {
    expect((await at.ask({ path, headers: { cookie } })).status).toBe(404);
  },
);

test("NO9 an HTTP Upgrade is refused and the connection closed", async () => {
  const socket = connect(at.port, "127.0.0.1");
  socket.write(
    `GET / HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  let text = "";
  for await (const part of socket) text += String(part);
  expect(text.split("\r\n")[0]).toBe("HTTP/1.1 400 Bad Request");
});

test("an unknown api path and a broken escape are JSON errors with a fix", async () => {
  const unknown = await at.call({ path: "/api/nothing", headers: { cookie } });
  expect([unknown.status, JSON.parse(unknown.body)]).toMatchObject([
    404,
    { error: { code: "NOT_FOUND", fix: expect.any(String) } },
  ]);
  expect((await at.ask({ path: "/%zz", headers: { cookie } })).status).toBe(400);
});
