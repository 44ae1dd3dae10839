import { wait } from "../../host/wait.ts";
import { type Obligation, obligationLabel } from "../../store/obligations/obligation.ts";
import type { RestorePlace } from "./restore-place.ts";
import { restartProcess, restoreProcess } from "./restore-process.ts";
import { restartService, restoreService, serviceOf } from "./restore-service.ts";

export type RestoreResult =
  | { readonly kind: "restored"; readonly isConfigPutBack: boolean }
  | { readonly kind: "failed"; readonly reason: string }
  /** Somebody else claimed it first. */
  | { readonly kind: "taken" };

/** A claimer that died may have started a process that the system does not show yet. */
const APPEARS_WITHIN_MS = 500;

/** Claims one obligation and brings its provider back; a failure leaves it open with error and count (B36, B37). Never throws for the provider's sake. */
export async function restoreOne(place: RestorePlace, seen: Obligation): Promise<RestoreResult> {
  const claimed = place.book.claim(seen, place.self);
  if (claimed === null) return { kind: "taken" };
  if (seen.state === "claimed") await wait(APPEARS_WITHIN_MS);
  const result = await bringBack(place, claimed).catch((cause: unknown) => ({
    problem: cause instanceof Error ? cause.message : String(cause),
    isConfigPutBack: false,
  }));
  const { problem, isConfigPutBack } = result;
  if (problem === null) {
    place.book.done(claimed);
    return { kind: "restored", isConfigPutBack };
  }
  place.book.failed(claimed, problem);
  place.say(`restore failed: ${obligationLabel(claimed)}: ${problem}`);
  return { kind: "failed", reason: problem };
}

interface Outcome {
  readonly problem: string | null;
  readonly isConfigPutBack: boolean;
}

async function bringBack(place: RestorePlace, claimed: Obligation): Promise<Outcome> {
  const { kind, detail } = claimed;
  switch (kind) {
    case "foreground":
    case "own": {
      const drained = { drained: detail, environment: place.book.environmentOf(claimed) };
      return withRollback(
        place,
        { kind, detail },
        {
          restore: () => restoreProcess(place, drained),
          restart: () => restartProcess(place, drained),
        },
      );
    }
    case "launchd": {
      const service = serviceOf(detail);
      return withRollback(
        place,
        { kind, detail },
        {
          restore: () => restoreService(place, service),
          restart: () => restartService(place, service),
        },
      );
    }
  }
}

interface Attempts {
  restore(): Promise<string | null>;
  restart(): Promise<string | null>;
}

/** B35: a provider that does not get ready with the configuration just applied gets the old bytes and one restart. */
async function withRollback(
  place: RestorePlace,
  drained: Pick<Obligation, "kind" | "detail">,
  { restore, restart }: Attempts,
): Promise<Outcome> {
  const problem = await restore();
  const { config } = drained.detail;
  if (problem === null || config === null) return { problem, isConfigPutBack: false };
  const isConfigPutBack = place.putBack(config);
  if (!isConfigPutBack) return { problem, isConfigPutBack };
  place.say(`${obligationLabel(drained)} does not get ready with the new config (${problem}); the backup is put back`);
  return { problem: await restart(), isConfigPutBack };
}
