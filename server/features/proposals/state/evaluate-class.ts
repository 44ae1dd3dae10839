import type { App } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import { findFit, keepFit, readClassRecords } from "../../images/index.ts";
import type { StoredTune } from "../stored-tune.ts";
import type { ClassFacts, ToWorker } from "../tuning/messages.ts";
import { linesOf, runTuneWorker } from "../tuning/run-tune-worker.ts";

export interface ClassQuestion {
  readonly class: string;
  /** The live recipe and its text. */
  readonly baseSha: string;
  readonly toml: string;
  readonly fitted: StoredTune["fitted"];
  /** Last place of the log now. */
  readonly place: number;
  /** Last place that was known earlier; null without a comparison. */
  readonly knownPlace: number | null;
}

interface Evaluation {
  readonly recipe: string;
  readonly token: string;
  readonly facts: Promise<ClassFacts>;
  /** Its turn, once that came: waiting for others costs nothing. */
  startedMs: number;
  /** From its turn to its end; null while it waits or runs. */
  tookMs: number | null;
}

/** A class is evaluated once for everybody who asks within this time, so that raters never wait for each other's questions. */
const LEAST_PAUSE_MS = 30_000;
/** A long log is read again after ten times as long as it took, so that a sitting costs at most a tenth of a core. */
const PAUSE_SHARE = 10;
const MOST_KEPT = 100;
const SEED = 42;

const evaluations = new Map<string, Evaluation>();

/** What the log says of a class, in a worker thread; while one evaluation runs or is young it answers newer questions about the same live recipe too. Throws what the thread throws, and BAD_INPUT where the live recipe cannot be tuned. */
export function evaluateClass(app: App, orgId: string, question: ClassQuestion): Promise<ClassFacts> {
  const { class: label, place, knownPlace, baseSha, toml, fitted } = question;
  const key = `${app.serverId} ${orgId} ${label} ${knownPlace}`;
  const [recipe, token] = [JSON.stringify([baseSha, toml]), JSON.stringify([place, fitted])];
  const known = evaluations.get(key);
  const isSame = known !== undefined && known.recipe === recipe;
  if (isSame && (known.token === token || isFresh(known, app.clock.monoMs()))) return known.facts;
  const onTurn = () => {
    started.startedMs = app.clock.monoMs();
  };
  const facts = ask(app, { ...question, orgId, onTurn });
  const started: Evaluation = { recipe, token, facts, startedMs: app.clock.monoMs(), tookMs: null };
  evaluations.delete(key);
  evaluations.set(key, started);
  const oldest = evaluations.keys().next().value;
  if (evaluations.size > MOST_KEPT && oldest !== undefined) evaluations.delete(oldest);
  const end = () => {
    started.tookMs = app.clock.monoMs() - started.startedMs;
  };
  facts.then(end, () => {
    end();
    if (evaluations.get(key) === started) evaluations.delete(key);
  });
  return facts;
}

/** Whether a newer question about the same live recipe takes this answer. */
export function isFresh({ startedMs, tookMs }: Pick<Evaluation, "startedMs" | "tookMs">, nowMs: number): boolean {
  return tookMs === null || nowMs - startedMs < Math.max(LEAST_PAUSE_MS, PAUSE_SHARE * tookMs);
}

type Asked = ClassQuestion & { readonly orgId: string; readonly onTurn: () => void };

async function ask(app: App, { onTurn, ...question }: Asked): Promise<ClassFacts> {
  const { orgId, class: label, toml, fitted, place } = question;
  const of = { orgId, class: label };
  const known = await findFit(app.db, of);
  const wantsFit = known === null || known.baseSha !== question.baseSha || known.seq < place;
  const order = { ask: "state" as const, class: label, toml, fitted, method: null, seed: SEED, wantsFit };
  const end = await runTuneWorker(order, pagesOf(app, question), { onTurn });
  if (end.kind === "state") {
    const { facts, fit } = end;
    const at = app.clock.now();
    if (fit !== null) await transaction(app, "proposals.keep-fit", (tx) => keepFit(tx, of, { fit, seq: place, at }));
    return facts;
  }
  if (end.kind === "invalid")
    throw new AppError("BAD_INPUT", { message: `the live recipe of ${label}: ${end.problem}` });
  throw new Error("a question for a state was answered with a tune");
}

async function* pagesOf(app: App, { orgId, place, knownPlace }: Omit<Asked, "onTurn">): AsyncGenerator<ToWorker> {
  if (knownPlace !== null) {
    yield* linesOf(readClassRecords(app.db, { orgId, through: knownPlace }));
    yield { kind: "mark" };
  }
  yield* linesOf(readClassRecords(app.db, { orgId, after: knownPlace ?? 0, through: place }));
}
