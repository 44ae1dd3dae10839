import type { IncomingMessage } from "node:http";
import type { Role } from "../../core/access/roles.ts";
import type { App } from "../platform/app.ts";

/** Who acts: a signed-in person, or null before sign-in. */
export interface Actor {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  role: Role;
  orgId: string;
  /** When the password was last entered in this session (AC5). */
  passwordAt: Date | null;
}

/** What a procedure gets. `scope.orgId` comes from the session, never from input (AC2). */
export interface Context {
  app: App;
  actor: Actor | null;
  scope: { orgId: string };
  address: string | null;
  request: IncomingMessage | null;
}
