/** One process as the system shows it. `startTime` is opaque: equal pid and start time are the same process. */
export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly startTime: string;
  readonly isZombie: boolean;
  /** Empty when the system does not show it. */
  readonly argv: readonly string[];
  readonly residentBytes: number | null;
}

const LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+\d\d:\d\d:\d\d\s+\d{4})\s?(.*)$/;

/** Rows of `ps -ww -o pid=,ppid=,pgid=,stat=,rss=,lstart=,command=`; lines that do not fit are skipped. argv is split at spaces, as ps shows no more. */
export function parsePsListing(text: string): ProcessRow[] {
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    if (match === null) return [];
    const [, pid, parent, group, state, residentKib, started, command] = match;
    return [
      {
        pid: Number(pid),
        parentPid: Number(parent),
        groupId: Number(group),
        startTime: (started ?? "").replace(/\s+/g, " "),
        isZombie: (state ?? "").startsWith("Z"),
        argv: (command ?? "").split(" ").filter((part) => part !== ""),
        residentBytes: Number(residentKib) * 1024,
      },
    ];
  });
}
