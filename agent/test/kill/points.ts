/** Who gets SIGKILL. */
export type Victim = "run" | "helper" | "provider" | "helper-then-run" | "agent" | "console";

export interface KillPoint {
  readonly victim: Victim;
  /** The line of the run's standard error that arms the point; `*` is its start. */
  readonly trigger: string;
  /** Which of the trigger's lines counts, from 1. */
  readonly nth: number;
  readonly delayMs: number;
}

/** A small generator whose sequence follows from the seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PHASES: readonly (readonly [trigger: string, nth: number])[] = [
  ["*", 1],
  ["preflight", 1],
  ["draining", 1],
  ["prewarm", 1],
  ["stage1", 1],
  ["prewarm", 2],
  ["stage1", 2],
  ["stage2", 1],
  ["stage2", 2],
  ["emit", 1],
  ["restoring", 1],
];

const point = (victim: Victim, [trigger, nth]: readonly [string, number], delayMs: number): KillPoint => ({
  victim,
  trigger,
  nth,
  delayMs,
});

/** The points of a run by hand: every phase at once and at a random moment behind it, for each victim that lives then. */
export function killPoints(seed: number): KillPoint[] {
  const random = seeded(seed);
  const later = (most: number) => Math.round(random() * most);
  const measuring = PHASES.filter(([trigger]) => /^(prewarm|stage)/.test(trigger));
  return [
    ...PHASES.map((phase) => point("run", phase, 0)),
    ...PHASES.map((phase) => point("run", phase, later(600))),
    ...measuring.map((phase) => point("provider", phase, later(500))),
    ...measuring.slice(0, 3).map((phase) => point("helper", phase, later(300))),
    ...[PHASES[3], PHASES[5], PHASES[7]].flatMap((phase) =>
      phase === undefined ? [] : [point("helper-then-run", phase, later(400))],
    ),
  ];
}

/** The points of a run that searches by `blocked-halving`, confirms and applies: the phases the grid has not. */
export function searchPoints(seed: number): KillPoint[] {
  const random = seeded(seed + 1);
  const later = () => Math.round(random() * 600);
  const searching = [
    ["stage2", 3],
    ["stage2", 6],
    ["confirm", 1],
    ["confirm", 7],
    ["confirm", 12],
  ] as const;
  return [
    ...searching.map((phase) => point("run", phase, later())),
    ...[0, 30, later()].map((delayMs) => point("run", ["applying", 1], delayMs)),
    ...[searching[1], searching[3]].map((phase) => point("provider", phase, later())),
    ...[searching[2], searching[4]].map((phase) => point("helper-then-run", phase, later())),
  ];
}

/** The points of a console's run, whose phases the console hears of. */
export function consoleRunPoints(seed: number): KillPoint[] {
  const random = seeded(seed);
  const phases = ["accepted", "draining", "prewarm", "stage1", "stage2", "restoring"];
  const late = (victim: Victim, phase: string) => point(victim, [phase, 1], Math.round(random() * 400));
  return [
    ...phases.map((phase) => point("agent", [phase, 1], 0)),
    ...["prewarm", "stage1", "stage2"].map((phase) => late("agent", phase)),
    ...["draining", "stage1", "stage2"].map((phase) => late("console", phase)),
  ];
}
