import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import type { App } from "../../platform/app.ts";
import { isAttemptAllowed, recordFailedSignIn, recordSessionEnd, recordSignIn } from "./sign-in-records.ts";

const DAY_S = 24 * 60 * 60;

/** The header in which the entry hands the caller's address on; it deletes what came in under this name. */
export const ADDRESS_HEADER = "x-espalier-address";

/** SS3: the cookie's name and whether it is Secure, by the scheme people use. */
function sessionCookie(app: App): { name: string; isSecure: boolean } {
  const isSecure = app.env.baseUrl?.startsWith("https://") ?? false;
  return { name: isSecure ? "__Host-espalier" : "espalier", isSecure };
}

/** better-auth as BA1 and BA2 want it: passwords only, no sign-up, no cookie cache, everything in the database. */
export function createAuth(app: App, cookieSecret: string) {
  const { name, isSecure } = sessionCookie(app);
  return betterAuth({
    appName: "Espalier",
    secret: cookieSecret,
    baseURL: app.env.baseUrl ?? `http://127.0.0.1:${app.env.port}`,
    basePath: "/api/auth",
    trustedOrigins: (request) => ownOrigins(app, request),
    database: prismaAdapter(app.db, { provider: "sqlite", transaction: true }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { throw: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: {
      expiresIn: 7 * DAY_S,
      updateAge: DAY_S,
      cookieCache: { enabled: false },
      additionalFields: { passwordAt: { type: "date", required: false, input: false } },
    },
    user: {
      additionalFields: {
        orgId: { type: "string", input: false },
        role: { type: "string", input: false },
        isDisabled: { type: "boolean", input: false },
      },
    },
    account: { accountLinking: { enabled: false } },
    rateLimit: { enabled: true, storage: "database", window: 10, max: 100, customRules: { "/sign-in/email": false } },
    advanced: {
      cookiePrefix: "espalier",
      useSecureCookies: false,
      cookies: {
        session_token: { name, attributes: { secure: isSecure, httpOnly: true, sameSite: "lax", path: "/" } },
      },
      database: { generateId: () => app.random.uuid() },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 64 },
    },
    databaseHooks: {
      session: {
        create: { before: async (session) => ({ data: { ...session, passwordAt: app.clock.now() } }) },
        delete: { after: async (session) => recordSessionEnd(app, { userId: session.userId, sessionId: session.id }) },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== "/sign-in/email") return;
        if (!(await isAttemptAllowed(app, ctx.body, ctx.headers?.get(ADDRESS_HEADER) ?? null))) {
          throw new APIError("TOO_MANY_REQUESTS", {
            code: "RATE_LIMITED",
            message: "Too many attempts for this account. Wait a minute.",
          });
        }
      }),
      after: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== "/sign-in/email") return;
        const address = ctx.headers?.get(ADDRESS_HEADER) ?? null;
        const session = ctx.context.newSession?.session;
        if (session === undefined) await recordFailedSignIn(app, ctx.body, address);
        else await recordSignIn(app, { userId: session.userId, sessionId: session.id }, address);
      }),
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

function ownOrigins(app: App, request: Request | undefined): string[] {
  if (app.env.baseUrl !== null) return [app.env.baseUrl];
  const host = request?.headers.get("host") ?? null;
  return host === null ? [] : [`http://${host}`];
}
