import type { ObligationKind } from "../../../core/contract/v1/obligation.ts";
import type { DrainedProvider, Obligation } from "../../store/obligation.ts";
import type { DrainPlace } from "./drain-place.ts";

type Known = Pick<
  DrainedProvider,
  "label" | "plist" | "argv" | "folder" | "pid" | "startTime" | "port" | "weightsBytes"
>;

/** Commits the obligation of one drain; only then may the provider be touched (B102, RO1). */
export function openDrain({ restore, tuneRunId }: DrainPlace, kind: ObligationKind, known: Known): Obligation {
  return restore.book.open({
    id: restore.newId(),
    tuneRunId,
    kind,
    owner: restore.self,
    openedAt: new Date(restore.clock.wallMs()).toISOString(),
    detail: { ...known, uid: restore.launchctl.uid, hasBegun: false, config: null, holdUntil: null },
  });
}
