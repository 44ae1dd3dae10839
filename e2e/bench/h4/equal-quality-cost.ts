import { REAL_COST } from "../../../core/autotune/plan/strategy-minutes.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { type PeerFigure, peerSeconds, racePeers } from "../race/peer-race.ts";
import { GRID_REPLICATES, type Heat, type RaceRow, runHeat } from "../race/race.ts";
import { batches, meanOf, raceRows, rowName, SURFACES } from "../race/rows.ts";
import { repeatsFigure, shareFigure } from "../statistics.ts";

/** The published claim stands beside ours; its space and hardware are other ones. */
const TRITON: BenchRow = {
  name: "part of the space measured for 95 % of the optimum",
  unit: "%",
  subject: "Triton Model Analyzer",
  origin: "published by NVIDIA for its Optuna search: 95 % of the optimum in under 10 % of the space",
  version: null,
  source: "published",
  repeats: [],
  median: null,
  interval: null,
  estimate: 10,
  target: null,
  verdict: null,
};

const PEERS = ["Optuna TPE", "Optuna random", "irace"] as const;

const isAsGood = (heats: readonly Heat[], rung: number): boolean => {
  const prefix = meanOf(heats.map(({ prefixes }) => Number(prefixes[rung]?.isInside ?? false)));
  return prefix >= meanOf(heats.map(({ isGridInside }) => Number(isGridInside)));
};

/** 0-based rung after which the search first does as well as `grid`; the whole search when none does. */
function shortestPrefix(heats: readonly Heat[]): number {
  const rungs = heats[0]?.prefixes.length ?? 0;
  const found = Array.from({ length: rungs }, (_, rung) => rung).find((rung) => isAsGood(heats, rung));
  return found ?? rungs;
}

const prefixCost = (heat: Heat, rung: number) => heat.prefixes[rung]?.cost ?? heat.halvingCost;

function ratio(heats: readonly Heat[], pick: (heat: Heat) => { own: number; grid: number }): number {
  return (100 * meanOf(heats.map((heat) => pick(heat).own))) / meanOf(heats.map((heat) => pick(heat).grid));
}

function costRows(row: RaceRow, heats: readonly Heat[]): BenchRow[] {
  const rung = shortestPrefix(heats);
  const figure = (pick: (heat: Heat) => { own: number; grid: number }) => ({
    ...repeatsFigure(batches(heats).map((batch) => ratio(batch, pick))),
    estimate: ratio(heats, pick),
  });
  const requests = figure((heat) => ({
    own: prefixCost(heat, rung).measuredRequests,
    grid: heat.gridCost.measuredRequests,
  }));
  const minutes = figure((heat) => ({ own: prefixCost(heat, rung).seconds, grid: heat.gridCost.seconds }));
  const last = (heat: Heat) => heat.prefixes.at(-1)?.cost ?? heat.halvingCost;
  const whole = {
    requests: figure((heat) => ({ own: last(heat).measuredRequests, grid: heat.gridCost.measuredRequests })),
    minutes: figure((heat) => ({ own: last(heat).seconds, grid: heat.gridCost.seconds })),
    guarded: figure((heat) => ({ own: heat.halvingCost.seconds, grid: heat.gridCost.seconds })),
  };
  const inside = (pick: (heat: Heat) => boolean) => shareFigure(batches(heats).map((batch) => batch.map(pick)));
  const name = rowName(row);
  const shares = `winner inside band, prefix, ${name}`;
  return [
    ownRow({ name: `measured requests of grid's, ${name}`, unit: "%", ...requests }, atMost(50, "%")),
    ownRow({ name: `minutes of grid's, ${name}`, unit: "%", ...minutes }, atMost(70, "%")),
    ownRow({ name: `measured requests of grid's, whole search, ${name}`, unit: "%", ...whole.requests }, null),
    ownRow({ name: `minutes of grid's, whole search, ${name}`, unit: "%", ...whole.minutes }, null),
    ownRow({ name: `minutes of grid's, whole search and quality guard, ${name}`, unit: "%", ...whole.guarded }, null),
    ownRow({ name: `shortest prefix, ${name}`, unit: "rungs", ...repeatsFigure([rung + 1]) }, null),
    ownRow({ name: shares, unit: "%", ...inside((heat) => heat.prefixes[rung]?.isInside ?? false) }, null),
    peerRow({ name: shares, unit: "%", ...inside((heat) => heat.isGridInside) }, { ...OURS, subject: "grid" }),
  ];
}

function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const surfaces = SURFACES[isCi ? "ci" : "full"];
  const rows = raceRows([36], [0.05]).flatMap((row) => {
    say(`H4  ${rowName(row)}`);
    return costRows(
      row,
      Array.from({ length: surfaces }, (_, index) => runHeat(row, rngKey, index)),
    );
  });
  const notes = [
    `${surfaces} surfaces a row. A prefix stops after a rung; calibration counts as requests and minutes, warm-ups as minutes.`,
  ];
  return Promise.resolve({ rows: [...rows, TRITON], notes });
}

/** A peer's smallest budget that does as well as `grid` on the same surfaces; null when none of its budgets does. */
function peerBudget(figures: readonly PeerFigure[], heats: readonly Heat[]): PeerFigure | null {
  const grid = (count: number): number => meanOf(heats.slice(0, count).map(({ isGridInside }) => Number(isGridInside)));
  const enough = figures.filter(({ isInside }) => meanOf(isInside.map(Number)) >= grid(isInside.length));
  return enough.toSorted((left, right) => left.visits - right.visits)[0] ?? null;
}

function peerCost(name: string, figure: PeerFigure | null, row: RaceRow): BenchRow[] {
  if (figure === null) return [];
  const subject = {
    subject: figure.subject,
    origin: figure.origin,
    version: figure.version,
    source: "measured",
  } as const;
  const requests = (100 * figure.visits) / (row.size * GRID_REPLICATES);
  const minutes = (100 * peerSeconds(figure.visits)) / gridSeconds(row.size);
  return [
    peerRow({ name: `measured requests of grid's, ${name}`, unit: "%", ...repeatsFigure([requests]) }, subject),
    peerRow({ name: `minutes of grid's, ${name}`, unit: "%", ...repeatsFigure([minutes]) }, subject),
  ];
}

const gridSeconds = (cells: number): number => cells * (REAL_COST.startS + (1 + GRID_REPLICATES) * REAL_COST.requestS);

async function runPeers(options: BenchOptions): Promise<BenchRun> {
  const figures = await racePeers(options);
  const most = Math.max(...figures.map(({ isInside }) => isInside.length));
  const rows: BenchRow[] = [];
  const notes = ["A peer's cost is that of the smallest budget of 36, 76 and 108 visits that does as well as grid."];
  for (const row of raceRows([36], [0.05])) {
    const name = rowName(row);
    const heats = Array.from({ length: most }, (_, index) => runHeat(row, options.rngKey, index));
    const own = figures.filter((figure) => rowName(figure.row) === name);
    for (const peer of PEERS) {
      const budget = peerBudget(
        own.filter(({ subject }) => subject.startsWith(peer)),
        heats,
      );
      rows.push(...peerCost(name, budget, row));
      if (budget === null) notes.push(`${peer} does as well as grid at none of its budgets: ${name}.`);
    }
  }
  return { rows, notes };
}

export const equalQualityCost: Bench = {
  id: "H4",
  what: "cost at grid's quality on simulated machines",
  needsQuietMachine: false,
  run,
  peers: { debianPackages: ["python3-optuna", "r-cran-irace"], run: runPeers, subjects: [] },
};
