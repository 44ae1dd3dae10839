import { planRungs } from "../../../core/autotune/strategy/search/rungs.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atLeast, atMost, OURS, ownRow, peerRow } from "../own-row.ts";
import { PEER_SUBJECTS, PEER_SURFACES, racePeers } from "../race/peer-race.ts";
import { type Claim, GRID_REPLICATES, type Heat, type RaceRow, runClaim, runHeat } from "../race/race.ts";
import { batches, meanOf, raceRows, rowName, SURFACES } from "../race/rows.ts";
import { repeatsFigure, shareFigure } from "../statistics.ts";

const GRID = { ...OURS, subject: "grid", origin: "this repository, core/autotune/keep-best.ts" };
/** The bar of 36 cells; 6 cells are measured whole by both. */
const MOST_PLANNED = { 36: 76, 6: 18 } as const;

const plannedVisits = (size: RaceRow["size"]): number =>
  planRungs(size).reduce((sum, { cells, blocks }) => sum + cells * blocks, 0);

const shareOf = (heats: readonly Heat[], pick: (heat: Heat) => boolean) =>
  shareFigure(batches(heats).map((batch) => batch.map(pick)));

function leadFigure(heats: readonly Heat[]) {
  const points = (part: readonly Heat[]): number =>
    100 * meanOf(part.map((heat) => Number(heat.isHalvingInside) - Number(heat.isGridInside)));
  return { ...repeatsFigure(batches(heats).map(points)), estimate: points(heats) };
}

/** H3's bars of one row: the share, and at 36 cells the lead over `grid`. */
function qualityRows(row: RaceRow, heats: readonly Heat[], isCi: boolean): BenchRow[] {
  const name = `winner inside band, ${rowName(row)}`;
  const share = ownRow(
    { name, unit: "%", ...shareOf(heats, ({ isHalvingInside }) => isHalvingInside) },
    atLeast(isCi ? 87 : 90, "%"),
  );
  const grid = peerRow({ name, unit: "%", ...shareOf(heats, ({ isGridInside }) => isGridInside) }, GRID);
  const isLeadJudged = row.size === 36 && (row.sag > 0 || !isCi);
  const lead = ownRow(
    { name: `lead over grid, ${rowName(row)}`, unit: "points", ...leadFigure(heats) },
    isLeadJudged ? atLeast(row.sag > 0 ? 20 : 10, "points") : null,
  );
  return [share, grid, lead];
}

function visitRows(row: RaceRow, heats: readonly Heat[]): BenchRow[] {
  const visits = `planned search visits, ${row.size} cells`;
  const figure = (value: number) => ({ name: visits, unit: "visits", ...repeatsFigure([value]) });
  const beside = (["search", "carried", "repeated", "calibrationVolleys"] as const).map((kind) =>
    ownRow(
      {
        name: `mean ${kind === "calibrationVolleys" ? "calibration volleys" : `${kind} visits`}, ${rowName(row)}`,
        unit: "visits",
        ...repeatsFigure(batches(heats).map((batch) => meanOf(batch.map(({ counts }) => counts[kind])))),
      },
      null,
    ),
  );
  const isFirst = row.cv === 0.03 && row.sag === 0;
  const plan = isFirst
    ? [
        ownRow(figure(plannedVisits(row.size)), atMost(MOST_PLANNED[row.size], "visits")),
        peerRow(figure(row.size * GRID_REPLICATES), GRID),
      ]
    : [];
  return [...plan, ...beside];
}

function claimRows(row: RaceRow, claims: readonly Claim[]): BenchRow[] {
  const share = (pick: (claim: Claim) => boolean) => shareFigure(batches(claims).map((batch) => batch.map(pick)));
  const wrong = { name: `wrong better, ${rowName(row)}`, unit: "%", ...share(({ isWrong }) => isWrong) };
  const better = { name: `all better, ${rowName(row)}`, unit: "%", ...share(({ isBetter }) => isBetter) };
  const hidden = { name: `winner not shown, ${rowName(row)}`, unit: "%", ...share(({ isShown }) => !isShown) };
  return [ownRow(wrong, atMost(2.5, "%")), ownRow(better, null), ownRow(hidden, null)];
}

function run({ isCi, rngKey, say }: BenchOptions): Promise<BenchRun> {
  const surfaces = SURFACES[isCi ? "ci" : "full"];
  const every = Array.from({ length: surfaces }, (_, index) => index);
  const quality = raceRows([36, 6], [0.03, 0.05]).flatMap((row) => {
    say(`H3  ${rowName(row)}`);
    const heats = every.map((index) => runHeat(row, rngKey, index));
    return [...qualityRows(row, heats, isCi), ...visitRows(row, heats)];
  });
  const claims = raceRows([36, 6], [0.1]).flatMap((row) => {
    say(`H3  ${rowName(row)}`);
    return claimRows(
      row,
      every.map((index) => runClaim(row, rngKey, index)),
    );
  });
  const notes = [
    `${surfaces} surfaces a row, the same ones for both strategies and every sag; repeats are ${batches(every).length} batches of them.`,
    "Wrong better: the confirmation says better of the winner against the sentinel, and the truth has no gain in the quantity it says so of; counted whether or not the winner is shown.",
  ];
  return Promise.resolve({ rows: [...quality, ...claims], notes });
}

async function runPeers(options: BenchOptions): Promise<BenchRun> {
  const figures = await racePeers(options);
  const rows = figures.map(({ row, isInside, subject, origin, version }) =>
    peerRow(
      { name: `winner inside band, ${rowName(row)}`, unit: "%", ...shareFigure(batches(isInside)) },
      { subject, origin, version, source: "measured" },
    ),
  );
  const { optuna, irace } = PEER_SURFACES[options.isCi ? "ci" : "full"];
  const notes = [
    `Peers choose by tokens per second alone, on the first ${optuna} (Optuna) and ${irace} (irace) of the same surfaces; each visit has a start and a warm-up, as ours. irace takes blocks as instances.`,
  ];
  return { rows, notes };
}

export const winnerQuality: Bench = {
  id: "H3",
  what: "winner quality on simulated machines",
  needsQuietMachine: false,
  run,
  peers: {
    debianPackages: ["python3-optuna", "r-cran-irace"],
    run: runPeers,
    subjects: PEER_SUBJECTS,
  },
};
