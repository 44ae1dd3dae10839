import type { ObligationKind } from "../../../core/contract/v1/obligation.ts";
import type { DrainedProvider, Obligation } from "../../store/obligations/obligation.ts";
import type { OwnerEnvironment } from "../../store/obligations/obligation-files.ts";
import type { DrainPlace } from "./drain-place.ts";

type Known = Pick<
  DrainedProvider,
  "label" | "plist" | "argv" | "folder" | "pid" | "startTime" | "port" | "weightsBytes"
>;

interface Drained {
  readonly kind: ObligationKind;
  readonly known: Known;
  /** Null where it could not be read; undefined for a service, which launchd starts. */
  readonly environment?: OwnerEnvironment | null;
}

/** Commits the obligation of one drain; only then may the provider be touched (B102, RO1). */
export function openDrain({ restore, tuneRunId }: DrainPlace, drained: Drained): Obligation {
  const { kind, known, environment } = drained;
  const whose = environment === undefined ? {} : { environment: environment === null ? RESTORER : OWNER };
  return restore.book.open(
    {
      id: restore.newId(),
      tuneRunId,
      kind,
      owner: restore.self,
      openedAt: new Date(restore.clock.wallMs()).toISOString(),
      detail: { ...known, ...whose, uid: restore.launchctl.uid, hasBegun: false, config: null, holdUntil: null },
    },
    environment ?? undefined,
  );
}

const OWNER = "owner" as const;
const RESTORER = "restorer" as const;
