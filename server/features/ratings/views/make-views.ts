import { createHash } from "node:crypto";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { mediaTypes } from "../blob-repo.ts";
import type { BenchRun } from "../repo.ts";
import type { BenchItem } from "../schema.ts";
import { insertViews, type SessionRow } from "../session-repo.ts";

const TOKEN_BYTES = 16;
export const TOKEN_MS = 30 * 60_000;

export type Side = keyof BenchItem["tokens"];

/** What one token shows: a stored picture of a run. */
export interface Shown {
  side: Side;
  run: BenchRun;
  blake3: string;
}

export interface NewView {
  session: SessionRow;
  shown: readonly Shown[];
  pairId: string | null;
}

/** Issues one token a picture: 128 bit, this sign-in's only, for 30 minutes; only its hash is stored (IM59). */
export async function makeViews(ctx: Context, tx: Tx, view: NewView): Promise<Pick<BenchItem, "viewId" | "tokens">> {
  const { app, scope } = ctx;
  const actor = requireActor(ctx);
  const viewId = app.random.uuid();
  const tokens: BenchItem["tokens"] = { before: null, output: null, left: null, right: null, previous: null };
  const types = await mediaTypes(
    tx,
    scope.orgId,
    view.shown.map(({ blake3 }) => blake3),
  );
  const now = app.clock.now();
  const rows = view.shown.map(({ side, run, blake3 }) => {
    const token = Buffer.from(app.random.bytes(TOKEN_BYTES)).toString("hex");
    tokens[side] = token;
    return {
      tokenSha256: hashToken(token),
      orgId: scope.orgId,
      viewId,
      authSessionId: actor.sessionId,
      userId: actor.userId,
      sessionId: view.session.id,
      runId: run.id,
      pairId: view.pairId,
      confirmationId: view.session.confirmationId,
      side,
      blake3,
      mediaType: types.get(blake3) ?? "application/octet-stream",
      isBlind: view.session.isBlind,
      createdAt: now,
      expiresAt: new Date(now.getTime() + TOKEN_MS),
    };
  });
  await insertViews(tx, rows);
  return { viewId, tokens };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
