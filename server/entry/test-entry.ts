import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { type Auth, createAuth, issueSetupLink } from "../features/accounts/index.ts";
import type { Env } from "../platform/app.ts";
import type { Machine } from "../platform/create-app.ts";
import { listen } from "../platform/process/listen.ts";
import { createTestApp, type TestApp } from "../platform/test-app.ts";
import { createEntry, type Entry } from "./create-entry.ts";
import type { PageHandler } from "./visit.ts";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface TestEntry {
  app: TestApp;
  auth: Auth;
  entry: Entry;
  port: number;
  origin: string;
  /** Sends exactly these headers (plus Host and Content-Length). */
  ask(ask: Ask): Promise<Answer>;
  /** A call as our own page makes it. */
  call(ask: Ask): Promise<Answer>;
  /** Makes the first admin through the set-up link and returns the cookie of a sign-in. */
  setUp(): Promise<string>;
  signIn(email: string, password: string): Promise<Answer>;
  close(): Promise<void>;
}

export const ADMIN = { name: "Ada", email: "ada@example.org", password: "a tall pear against a wall" };

const echoPages: PageHandler = async (request, response) => {
  response.setHeader("Content-Type", "text/html");
  response.setHeader("Cache-Control", "public, max-age=60");
  response.end(`page ${request.url} csp ${request.headers["content-security-policy"]}`);
};

/** The real entry on a free loopback port with a stand-in for Next. */
export async function startTestEntry(env: Partial<Env> = {}, machine: Machine = {}): Promise<TestEntry> {
  const app = await createTestApp({ env, machine });
  const auth = createAuth(app, app.cookieSecret);
  const entry = createEntry({ app, auth, pages: echoPages, isDev: false });
  const port = await listen(entry.server, { port: 0, host: "127.0.0.1" });
  const origin = env.baseUrl ?? `http://127.0.0.1:${port}`;
  const ask = (options: Ask) => send(port, options);
  const call = (options: Ask) =>
    ask({ ...options, headers: { "x-espalier": "1", origin, "content-type": "application/json", ...options.headers } });
  const signIn = (email: string, password: string) =>
    call({ method: "POST", path: "/api/auth/sign-in/email", body: JSON.stringify({ email, password }) });
  return {
    app,
    auth,
    entry,
    port,
    origin,
    ask,
    call,
    signIn,
    async setUp() {
      const link = await issueSetupLink(app, origin);
      const token = new URL(link ?? "").hash.slice("#token=".length);
      const body = JSON.stringify({ token, ...ADMIN, isSolo: true });
      const made = await call({ method: "POST", path: "/api/trpc/setup.complete", body });
      if (made.status !== 200) throw new Error(`set-up failed: ${made.body}`);
      return cookieOf(await signIn(ADMIN.email, ADMIN.password));
    },
    async close() {
      await entry.stop();
      await app.close();
    },
  };
}

/** The session cookie of an answer as a Cookie header; throws when there is none. */
export function cookieOf(answer: Answer): string {
  const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`no cookie in ${answer.status} ${answer.body}`);
  return cookie;
}

const TrpcError = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) });

/** Our code in a tRPC error, or in the first one of a batch. */
export function appCodeOf(answer: Answer): string {
  const body: unknown = JSON.parse(answer.body);
  return TrpcError.parse(Array.isArray(body) ? body[0] : body).error.data.appCode;
}

function send(port: number, { method = "GET", path, headers = {}, body }: Ask): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const isChunked = headers["transfer-encoding"] !== undefined;
  const length = body === undefined || isChunked ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const request = httpRequest(
    { host: "127.0.0.1", port, method, path, headers: { ...length, ...headers }, agent: false },
    (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString("utf8"),
        });
      });
      response.on("error", reject);
    },
  );
  request.on("error", reject);
  request.end(body);
  return promise;
}
