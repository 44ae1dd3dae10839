import { blake3Hex } from "../../../../core/canonical/blake3.ts";
import { loadBlake3 } from "../../../../core/canonical/blake3-stream.ts";
import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { problemText } from "../../../../core/imaging/recipe/problem.ts";
import { recipeSha } from "../../../../core/imaging/recipe/recipe-sha.ts";
import { LineReader } from "../../../../core/imaging/record/line-reader.ts";
import { defaultJoin, evidenceFor, prepareLog } from "../../../../core/tuning/evidence/prepare-log.ts";
import { classFacts, fitOfClass, tuneReport } from "../../../../core/tuning/figures/tune-report.ts";
import { tuningRecipe } from "../../../../core/tuning/live/tuning-recipe.ts";
import { verdictOf } from "../../../../core/tuning/proposal/verdict.ts";
import { proposalText } from "../../../../core/tuning/proposal/write.ts";
import { LogCollector } from "../../../../core/tuning/reading/collector.ts";
import { tunerRecord } from "../../../../core/tuning/reading/from-line.ts";
import type { JoinMode } from "../../../../core/tuning/reading/join.ts";
import { QuickLines } from "../../../../core/tuning/reading/quick-lines.ts";
import { tuneLine } from "../../../../core/tuning/report/tune-line.ts";
import type { ClassData } from "../../../../core/tuning/tune/class-data.ts";
import type { TuneProposal } from "../../../../core/tuning/tune/outcome.ts";
import { tuneClass } from "../../../../core/tuning/tune/tune-class.ts";
import { PRODUCT_VERSION } from "../../../platform/process/product-version.ts";
import type { TuneAnswer, TuneOrder } from "./messages.ts";

const utf8 = new TextEncoder();

/** A tune of one class over lines that arrive in log order: the same reading and the same functions as `espalier tuner tune`, so the same bytes (TU44, TU48). */
export class ClassTune {
  readonly #order: TuneOrder;
  readonly #blake3: (bytes: Uint8Array) => string;
  readonly #reader = new LineReader();
  readonly #quick: QuickLines;
  readonly #collector: LogCollector;
  #number = 0;
  #knownLine: number | null = null;

  private constructor(order: TuneOrder, blake3: (bytes: Uint8Array) => string) {
    this.#order = order;
    this.#blake3 = blake3;
    this.#collector = new LogCollector(order.class);
    this.#quick = new QuickLines(order.class, (text) => blake3(Buffer.from(text, "latin1")));
  }

  static async open(order: TuneOrder): Promise<ClassTune> {
    return new ClassTune(order, await loadBlake3());
  }

  add(lines: readonly Uint8Array[]): void {
    for (const bytes of lines) {
      this.#number += 1;
      const quick = this.#quick.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
      if (quick !== null) {
        this.#reader.passed(quick.atMs);
        this.#collector.add(quick, this.#number);
        continue;
      }
      const line = this.#reader.read({ bytes });
      if (line === null || line.kind === "malformed") continue;
      const nameOfV1 = (label: string) => (label === this.#order.class ? this.#blake3(bytes) : null);
      this.#collector.add(tunerRecord(line, nameOfV1), this.#number);
    }
  }

  /** Everything until here was known earlier. */
  mark(): void {
    this.#knownLine = this.#number;
  }

  finish(): TuneAnswer {
    const { toml, class: label } = this.#order;
    const parsed = parseRecipe(toml, { fileStem: label });
    if (parsed.kind === "invalid") return { kind: "invalid", problem: parsed.problems.map(problemText).join("; ") };
    const recipe = tuningRecipe(parsed.recipe);
    const log = this.#collector.finish();
    const join = defaultJoin(log, this.#order.method);
    const prepared = prepareLog(log, join, label);
    const evidence = evidenceFor(recipe, prepared);
    const data = { log, sets: prepared.sets, recipe, evidence, seed: this.#order.seed };
    if (this.#order.ask === "tune") return this.#tune(data, join);
    const { fitted, wantsFit } = this.#order;
    const facts = classFacts(data, { fitted, knownLine: this.#knownLine });
    return { kind: "state", facts, fit: wantsFit ? fitOfClass(data, fitted) : null };
  }

  #tune(data: ClassData, join: JoinMode): TuneAnswer {
    const method = this.#order.method ?? data.recipe.tune.method ?? "gp";
    const outcome = tuneClass(data, { method, join, recipeSha, blake3: (text) => blake3Hex(utf8.encode(text)) });
    switch (outcome.kind) {
      case "unknown_tunable":
        return { kind: "invalid", problem: `[tune].params names ${outcome.name}, which is no tunable` };
      case "proposal":
        return answerOf(data, outcome.proposal);
      case "skipped":
      case "no_tunables":
      case "no_variation":
      case "no_better":
        return {
          kind: "none",
          why: outcome.kind,
          text: tuneLine(data.recipe.class, outcome, ""),
          fit: fitOfClass(data, null),
        };
    }
  }
}

function answerOf(data: ClassData, proposal: TuneProposal): TuneAnswer {
  const { log, evidence, recipe } = data;
  const { baseSha, sha, evidenceBlake3, frozen } = proposal;
  return {
    kind: "proposal",
    baseSha,
    sha,
    evidenceBlake3,
    toml: proposalText(recipe, proposal),
    verdict: verdictOf(proposal),
    inputs: [...new Set(evidence.runs.map((run) => log.runs.inputs.textOf(log.runs.input.at(run))))],
    result: { ...tuneReport(data, proposal), frozen: [...frozen], productVersion: PRODUCT_VERSION },
    fit: fitOfClass(data, proposal.fitted),
  };
}
