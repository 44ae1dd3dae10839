import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { runPlaces } from "../runs/run-repo.ts";
import { classesOfRatings, leftRunsOf, linesOfIdentities, type StoredLine } from "./record-repo.ts";
import { REFUSED_REVOKE } from "./revoke-repo.ts";

interface LinesOf {
  orgId: string;
  class: string;
  lines: readonly StoredLine[];
}

/** Of these lines those that belong to a class: they name it, or the run, pair or event they are about is of it. */
export async function linesOfClass(tx: Tx, { orgId, class: label, lines }: LinesOf): Promise<StoredLine[]> {
  const unnamed = lines.filter((line) => line.class === null);
  const told = new Map(unnamed.flatMap((line) => (isRevoke(line) ? [[line, targetOf(line)] as const] : [])));
  const targets = new Map(
    (
      await linesOfIdentities(
        tx,
        orgId,
        [...told.values()].flatMap((identity) => identity ?? []),
      )
    ).map((line) => [line.identity, line]),
  );
  const isOf = await classTest(tx, {
    orgId,
    class: label,
    lines: [...unnamed, ...[...targets.values()].filter((line) => line.class === null)],
  });
  return lines.filter((line) => {
    if (line.class === label) return true;
    if (line.kind === "correction") return wasOf(line) === label;
    if (line.class !== null) return false;
    if (!isRevoke(line)) return isOf(line);
    const target = targets.get(told.get(line) ?? "");
    if (target === undefined) return false;
    if (target.class === label) return true;
    return target.kind === "correction" ? wasOf(target) === label : target.class === null && isOf(target);
  });
}

/** Decides lines that name no class by what they are about; a rating without a run of its own by the runs of its input. */
async function classTest(tx: Tx, { orgId, class: label, lines }: LinesOf): Promise<(line: StoredLine) => boolean> {
  const ofKind = (kind: string) => lines.filter((line) => line.kind === kind).map(eventOf);
  const leftRuns = await leftRunsOf(tx, orgId, ofKind("pair"));
  const ratings = await classesOfRatings(tx, orgId, lines.filter(isRating).map(eventOf));
  const places = await runPlaces(tx, {
    orgId,
    ids: [...lines.flatMap(({ runId }) => runId ?? []), ...leftRuns.values()],
    inputs: lines.filter(isRating).flatMap(({ inputBlake3 }) => inputBlake3 ?? []),
    pairIds: lines.flatMap(({ pairId }) => pairId ?? []),
  });
  const byRun = new Map(places.map((run) => [run.id, run.class]));
  const byPair = new Map(places.flatMap((run) => (run.pairId === null ? [] : [[run.pairId, run.class] as const])));
  const inputs = new Set(places.filter((run) => run.class === label).map((run) => run.inputBlake3));
  return (line) => {
    if (line.kind === "pair") return byRun.get(leftRuns.get(eventOf(line)) ?? "") === label;
    const known = byRun.get(line.runId ?? "") ?? byPair.get(line.pairId ?? "") ?? ratings.get(eventOf(line));
    if (known !== undefined) return known === label;
    return isRating(line) && inputs.has(line.inputBlake3 ?? "");
  };
}

const isRevoke = ({ kind }: StoredLine): boolean => kind === "revoke" || kind === REFUSED_REVOKE;
const isRating = (line: StoredLine): boolean => line.kind === "rating";

/** The id under which the answer's row is kept: the event's own, for a v1 line its identity. */
const eventOf = ({ identity }: StoredLine): string =>
  identity.startsWith("event:") ? identity.slice("event:".length) : identity;

const Revoke = z.looseObject({ revokes: z.string() });
const Correction = z.looseObject({ class_was: z.string() });
const parsed = (line: StoredLine): unknown => JSON.parse(new TextDecoder().decode(line.line));

function targetOf(line: StoredLine): string | null {
  const { data } = Revoke.safeParse(parsed(line));
  return data === undefined ? null : `event:${data.revokes}`;
}

const wasOf = (line: StoredLine): string | null => Correction.safeParse(parsed(line)).data?.class_was ?? null;
