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
        | "proposals";
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
      return isAboutProposals(pointer) ? [{ query: "images" }, { query: "proposals" }] : [{ query: "images" }];
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

/** A run or an upload changes no proposal; a moved live recipe makes one stale. */
function isAboutProposals({ kind }: Pointer): boolean {
  return ["proposal", "confirmation", "recipe", "follower"].includes(kind);
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
