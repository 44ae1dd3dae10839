import type { StatusLevel } from "../_ui/values/status.tsx";
import { roughDuration } from "./rough-duration.ts";

/** A machine's presence as the server computed it (PR1). */
export interface PresenceFacts {
  state:
    | "never_seen"
    | "fresh"
    | "late"
    | "asleep"
    | "offline"
    | "stopped"
    | "revoked"
    | "suspended"
    | "retired"
    | "upgrade_required";
  ageMs: number | null;
}

export interface PresenceWords {
  level: StatusLevel;
  word: string;
}

/** protocol.md section 12 in words: fresh is not worth a colour, the rest says what to think of it. */
export function presenceWords({ state, ageMs }: PresenceFacts): PresenceWords {
  const age = ageMs === null ? "" : ` ${roughDuration(ageMs)}`;
  switch (state) {
    case "never_seen":
      return { level: "none", word: "never seen" };
    case "fresh":
      return { level: "ok", word: "connected" };
    case "late":
      return { level: "degrading", word: `last contact${age} ago` };
    case "asleep":
      return { level: "none", word: `asleep? for${age}` };
    case "offline":
      return { level: "degrading", word: `offline for${age}` };
    case "stopped":
      return { level: "none", word: "stopped by its owner" };
    case "revoked":
      return { level: "blocking", word: "revoked" };
    case "suspended":
      return { level: "degrading", word: "suspended" };
    case "retired":
      return { level: "none", word: "retired" };
    case "upgrade_required":
      return { level: "blocking", word: "agent too old" };
  }
}
