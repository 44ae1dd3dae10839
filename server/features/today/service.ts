import type { z } from "zod";
import type { Context } from "../../trpc/context.ts";
import { macRows } from "../fleet/index.ts";
import type { MacRow } from "../fleet/schema.ts";
import { endedTunes, openTunes } from "../tunes/index.ts";
import type { TuneSummary } from "../tunes/schema.ts";
import type { Today } from "./schema.ts";

type Need = z.infer<typeof Today>["needs"][number];

const DAYS_MS = 7 * 24 * 60 * 60_000;
const FINISHED_MOST = 20;

/** A machine's newest tune that gave no recommendation asks for a person. */
function failureNeeds(finished: readonly TuneSummary[]): Need[] {
  const newest = new Map<string, TuneSummary>();
  for (const tune of finished) if (!newest.has(tune.agentId)) newest.set(tune.agentId, tune);
  return [...newest.values()]
    .filter(({ winner, exitReason }) => winner === null && exitReason !== null && exitReason !== "interrupted")
    .map(({ agentId, hostName, label, exitReason }) => ({
      agentId,
      hostName,
      warning: {
        level: "degrading",
        code: "tune_failed",
        text: `${label} ended without a recommendation (${exitReason})`,
        fix: `Open ${label} for the reason of every candidate.`,
      },
    }));
}

function warningNeeds(macs: readonly MacRow[]): Need[] {
  return macs.flatMap(({ id, hostName, warnings }) =>
    warnings.filter(({ level }) => level !== "info").map((warning) => ({ agentId: id, hostName, warning })),
  );
}

/** What changed and what needs a person. */
export async function getToday(ctx: Context): Promise<z.infer<typeof Today>> {
  const { app, scope } = ctx;
  const now = app.clock.now();
  const macs = await macRows(app, scope.orgId);
  const finished = await endedTunes(app, scope.orgId, {
    since: new Date(now.getTime() - DAYS_MS),
    take: FINISHED_MOST,
  });
  return {
    running: await openTunes(
      app,
      scope.orgId,
      macs.map(({ id }) => id),
    ),
    finished,
    needs: [...warningNeeds(macs), ...failureNeeds(finished)],
    macs,
    serverTime: now.toISOString(),
  };
}
