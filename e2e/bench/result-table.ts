import type { BenchRow } from "./bench.ts";
import type { BenchResult } from "./result-file.ts";

/** What the table needs to know of a bench beside its results. */
interface ExpectedBench {
  id: string;
  what: string;
  peers: { subjects: string[] };
}

function digits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function figureText({ estimate, interval, unit }: BenchRow): string {
  if (estimate === null) return "not run";
  const range = interval === null || !isWithin(estimate, interval) ? "" : ` (${interval.map(digits).join(" to ")})`;
  return `${digits(estimate)}${unit === "" ? "" : ` ${unit}`}${range}`;
}

/** Some older runs kept the interval of the mean beside another figure; it says nothing of that one. */
const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;

const isOurs = ({ subject }: BenchRow): boolean => subject === "espalier";

const newest = (results: readonly BenchResult[], mode: BenchResult["mode"]): BenchResult | undefined =>
  results.findLast((result) => result.mode === mode);

function peerCell(rows: readonly BenchRow[], source: BenchRow["source"], name: string): string {
  const texts = rows
    .filter((row) => row.source === source && row.name === name && !isOurs(row))
    .map((row) => `${row.subject} ${figureText(row)}`);
  return texts.length === 0 ? "–" : texts.join("; ");
}

/** A line for each figure of ours; figures only a peer has come after. */
function tableLines(rows: readonly BenchRow[]): string[] {
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => {
    const own = rows.find((row) => row.name === name && isOurs(row));
    const ours = own === undefined ? "–" : figureText(own);
    const measured = peerCell(rows, "measured", name);
    const published = peerCell(rows, "published", name);
    return `| ${name} | ${ours} | ${own?.target ?? "–"} | ${own?.verdict ?? "–"} | ${measured} | ${published} |`;
  });
}

function provenance(result: BenchResult): string {
  const { machine, load, versions } = result;
  const on = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}`;
  const software = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  return `\`${result.command}\`, key ${result.rngKey}, ${result.startedAt}, ${Math.round(result.seconds)} s, load ${load.join(" ")}, ${on}; ${software}.`;
}

function section(bench: ExpectedBench, results: readonly BenchResult[]): string {
  const own = newest(results, "full") ?? newest(results, "ci");
  const peers = newest(results, "peers");
  const rows = [...(own?.rows ?? []), ...(peers?.rows ?? [])];
  const known = new Set(rows.filter(({ estimate }) => estimate !== null).map(({ subject }) => subject));
  const missing = bench.peers.subjects.filter((subject) => !known.has(subject));
  const shown = [own, peers].flatMap((result) => result ?? []);
  const head = `## ${bench.id}: ${bench.what}\n\n${own === undefined ? "not_run" : `**${own.verdict}**${own.mode === "ci" ? " (CI form)" : ""}`}`;
  const table = [
    "| figure | ours (95 % interval) | target | verdict | peers, measured here | peers, published |",
    "|---|---|---|---|---|---|",
    ...tableLines(rows),
  ];
  const lines = [
    ...shown.map((result) => `- ${provenance(result)}`),
    ...shown.flatMap(({ notes }) => notes.map((note) => `- ${note}`)),
    ...missing.map((subject) => `- ${subject}: not_run`),
    ...[...new Set(rows.filter((row) => !isOurs(row)).map((row) => `- ${row.subject}: ${row.origin}`))],
  ];
  return [head, rows.length === 0 ? "" : table.join("\n"), lines.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** RESULTS.md from the result files alone: of each bench the newest full run, else the newest CI form, and the newest run of peers. */
export function resultTable(benches: readonly ExpectedBench[], results: readonly BenchResult[]): string {
  const sections = benches.map((bench) =>
    section(
      bench,
      results.filter(({ id }) => id === bench.id),
    ),
  );
  const intro =
    "# Benchmarks\n\nWritten by `npm run bench:report` from the files in `results/`; rules and targets: docs/contracts, measurement.md sections 6, 12 and 13, images.md section 12 (IMB), tuner.md section 13 (TUB). Beside a median of repeats stands the interval of their mean.";
  return `${[intro, ...sections].join("\n\n")}\n`;
}
