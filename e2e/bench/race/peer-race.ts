import { REAL_COST } from "../../../core/autotune/plan/strategy-minutes.ts";
import { createMachine } from "../../../core/autotune/simulator/machine.ts";
import { SIMULATED_EPSILON } from "../../../core/autotune/simulator/simulate-halving.ts";
import { isInsideBand } from "../../../core/autotune/simulator/surface.ts";
import type { BenchOptions } from "../bench.ts";
import { type Peer, type PeerCell, type PeerStudy, startPeer } from "../peers/peer-process.ts";
import { drawHeat, type RaceRow } from "./race.ts";
import { raceRows, rowName } from "./rows.ts";

const LEVELS: PeerCell = [3, 4, 3];
const TPE = { name: "Optuna TPE", program: "optuna", sampler: "tpe" } as const;
const RANDOM = { name: "Optuna random", program: "optuna", sampler: "random" } as const;
const IRACE = { name: "irace", program: "irace", sampler: "irace" } as const;

/** Optuna's trials do not depend on the budget, so one study serves all three; irace plans with its budget. */
const STUDIES = [
  { ...TPE, budgets: [36, 76, 108] },
  { ...RANDOM, budgets: [36, 76, 108] },
  { ...IRACE, budgets: [76] },
  { ...IRACE, budgets: [108] },
];

/** Fewer than ours: a study of TPE takes about a second. */
export const PEER_SURFACES = { full: { optuna: 100, irace: 100 }, ci: { optuna: 2, irace: 2 } } as const;

const PEER_ORIGINS = {
  optuna: "Debian python3-optuna",
  irace: "Debian r-cran-irace",
} as const;

/** One peer at one budget on one kind of machine. */
export interface PeerFigure {
  row: RaceRow;
  /** `Optuna TPE, 76 visits`. */
  subject: string;
  origin: string;
  version: string;
  visits: number;
  /** By surface. */
  isInside: boolean[];
}

const peerSubject = (name: string, visits: number): string => `${name}, ${visits} visits`;

/** Every subject of `racePeers`. */
export const PEER_SUBJECTS = STUDIES.flatMap(({ name, budgets }) => budgets.map((visits) => peerSubject(name, visits)));

/** Seconds of a peer's visits: a start, a warm-up and a request each, as ours. */
export const peerSeconds = (visits: number): number => visits * (REAL_COST.startS + 2 * REAL_COST.requestS);

async function studyOne(
  peer: Peer,
  study: Pick<PeerStudy, "sampler" | "budgets">,
  at: { row: RaceRow; rngKey: number; index: number },
): Promise<boolean[]> {
  const { surface, machineKey } = drawHeat(at.row.size, at.rngKey, at.index);
  const machine = createMachine({ surface, cv: at.row.cv, sag: at.row.sag, rngKey: machineKey });
  const [, batches, contexts] = LEVELS;
  const indexOf = ([kv, batch, context]: PeerCell): number => (kv * batches + batch) * contexts + context;
  const best = await peer.study({
    sampler: study.sampler,
    seed: machineKey,
    budgets: study.budgets,
    levels: LEVELS,
    measure: (cell) => {
      const outcome = machine.visit(indexOf(cell));
      return outcome.kind === "ok" ? outcome.tps : 0;
    },
  });
  return best.map((cell) => isInsideBand(surface, indexOf(cell), SIMULATED_EPSILON));
}

async function raceAll({ isCi, rngKey, say }: BenchOptions): Promise<PeerFigure[]> {
  const figures: PeerFigure[] = [];
  const surfaces = PEER_SURFACES[isCi ? "ci" : "full"];
  for (const { name, program, sampler, budgets } of STUDIES) {
    const peer = await startPeer(program);
    try {
      for (const row of raceRows([36], [0.05])) {
        say(`peers  ${name} ${budgets.join("/")}  ${rowName(row)}`);
        const results: boolean[][] = [];
        for (let index = 0; index < surfaces[program]; index += 1) {
          results.push(await studyOne(peer, { sampler, budgets }, { row, rngKey, index }));
        }
        for (const [at, visits] of budgets.entries()) {
          figures.push({
            row,
            subject: peerSubject(name, visits),
            origin: PEER_ORIGINS[program],
            version: peer.version,
            visits,
            isInside: results.map((result) => result[at] ?? false),
          });
        }
      }
    } finally {
      await peer.stop();
    }
  }
  return figures;
}

const raced = new Map<string, Promise<PeerFigure[]>>();

/** Every peer on the same surfaces as ours; raced once in a process, because H3 and H4 read the same figures. */
export function racePeers(options: BenchOptions): Promise<PeerFigure[]> {
  const key = `${options.rngKey}/${options.isCi}`;
  const known = raced.get(key) ?? raceAll(options);
  raced.set(key, known);
  return known;
}
