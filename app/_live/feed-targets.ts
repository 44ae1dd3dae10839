/** A pointer of the feed: which object changed. */
export interface Pointer {
  topic: "fleet" | "tune" | "probe" | "job" | "image" | "reset";
  subject: string;
  kind: string;
}

/** A family of queries that a pointer makes old; an `id` narrows it to one object. */
export type Target =
  | { query: "all" }
  | {
      query:
        | "today"
        | "fleet.list"
        | "tunes.preview"
        | "tunes.list"
        | "tunes.recipes"
        | "probes.list"
        | "images"
        | "ratings"
        | "proposals"
        | "proposals.get";
    }
  | { query: "fleet.get" | "tunes.get" | "tunes.progress" | "tunes.log" | "probes.get"; id: string | null };

/** Which queries a pointer makes old; a reset makes all of them old (design.md, section 3). */
export function feedTargets(pointer: Pointer): Target[] {
  switch (pointer.topic) {
    case "reset":
      return [{ query: "all" }];
    case "fleet":
      return [
        { query: "today" },
        { query: "fleet.list" },
        { query: "tunes.preview" },
        { query: "fleet.get", id: pointer.subject },
      ];
    case "tune":
      return tuneTargets(pointer);
    case "probe":
      return [{ query: "probes.list" }, { query: "probes.get", id: pointer.subject }];
    case "image":
      return imageTargets(pointer);
    case "job":
      return [
        { query: "today" },
        { query: "fleet.list" },
        { query: "tunes.list" },
        { query: "tunes.get", id: null },
        { query: "probes.list" },
        { query: "probes.get", id: null },
      ];
  }
}

/** Of an answer a proposal shows only its confirmation's progress, and a run or an upload changes none; a moved live recipe makes one stale. */
function imageTargets({ kind }: Pointer): Target[] {
  const targets: Target[] = [{ query: "images" }, { query: "ratings" }];
  if (kind === "rating") targets.push({ query: "proposals.get" });
  if (["proposal", "confirmation", "recipe", "follower", "import"].includes(kind)) targets.push({ query: "proposals" });
  return targets;
}

const GATHER_MS = 250;
const GATHER_IMAGES_MS = 1000;

/** How long changes of a query are gathered, in ms, so that a burst is one fetch. Pictures run and answers come several times a second, and each makes several lists old: fetched four times a second they would use up the calls of a session (TP9). Events appear within 2 s (H-20). */
export function gatherMs({ topic }: Pointer): number {
  return topic === "image" ? GATHER_IMAGES_MS : GATHER_MS;
}

function tuneTargets({ kind, subject }: Pointer): Target[] {
  const id = subject;
  if (kind === "progress") return [{ query: "tunes.progress", id }];
  if (kind === "log") return [{ query: "tunes.log", id }];
  return [
    { query: "today" },
    { query: "fleet.list" },
    { query: "tunes.list" },
    { query: "tunes.recipes" },
    { query: "tunes.get", id },
    { query: "tunes.progress", id },
    { query: "tunes.log", id },
  ];
}
