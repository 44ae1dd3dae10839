import { z } from "zod";
import { CanonicalStep } from "../recipe/recipe.ts";
import { recipeSha } from "../recipe/recipe-sha.ts";
import { CorrectionRecord, PairRecord, PromotionRecord, RatingRecord, RevokeRecord, SkipRecord } from "./events.ts";
import type { LogLine, MalformedLine, RatingLine, RunLine } from "./line.ts";
import { RunErrorRecord, RunRecord } from "./run.ts";
import type { RawLine } from "./split-lines.ts";

const MOST_REMEMBERED_SHAS = 10_000;
/** Times and versions as both databases hold them. */
const Time = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const Version = z.int().max(2_147_483_647);
const InputHash = z.string().regex(/^[0-9a-fA-F]{64}$/);
const WholeScore = z.int().min(1).max(5);

const V1Run = z.object({
  class: z.string(),
  recipe_sha: z.string().optional(),
  steps: z.array(z.object(CanonicalStep.shape)),
  output_blake3: z.string().optional(),
});

/** Readers ignore keys they do not know; the raw line keeps them (IM37). */
const Run = z.object(RunRecord.shape);
const Rating = z.object(RatingRecord.shape);
const EVENTS = new Map<unknown, z.ZodType<Extract<LogLine, { kind: "event" }>["record"]>>([
  ["pair", z.object(PairRecord.shape)],
  ["skip", z.object(SkipRecord.shape)],
  ["revoke", z.object(RevokeRecord.shape)],
  ["correction", z.object(CorrectionRecord.shape)],
  ["run_error", z.object(RunErrorRecord.shape)],
  ["promotion", z.object(PromotionRecord.shape)],
]);

type Json = Readonly<Record<string, unknown>>;

/** Reads the lines of one log in order: v1 and v2, with what a line takes from earlier ones (IM36–IM38, IM41). */
export class LineReader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #shas = new Map<string, string>();
  /** Checked steps of v1 runs by their spelling: the schema costs more than the rest of a line. */
  readonly #v1Steps = new Map<string, { readonly steps: readonly CanonicalStep[]; readonly sha: string }>();
  #earlierMs: number;

  /** With the time of the last line before the first (IM36). */
  constructor(earlierMs = 0) {
    this.#earlierMs = earlierMs;
  }

  get earlierMs(): number {
    return this.#earlierMs;
  }

  /** Null for a blank line; never throws. */
  read({ bytes }: Pick<RawLine, "bytes">): LogLine | null {
    if (bytes === null) return malformed("longer than 4 MiB");
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      return malformed("is no UTF-8");
    }
    return this.readText(text);
  }

  /** A line of that time was read elsewhere; a later one without a time takes it (IM36). */
  passed(atMs: number): void {
    this.#earlierMs = atMs;
  }

  /** As `read`, for a line that is text already. */
  readText(text: string): LogLine | null {
    if (text.trim() === "") return null;
    const json = parseObject(text);
    if (json === null) return malformed("is no JSON object");
    const line = this.#interpret(json);
    if (line.kind !== "malformed") this.#earlierMs = line.atMs;
    return line;
  }

  #interpret(json: Json): LogLine {
    const time = json["ts_unix_ms"] === undefined ? this.#earlierMs : Time.safeParse(json["ts_unix_ms"]).data;
    if (time === undefined) return malformed("ts_unix_ms: must be a number of milliseconds");
    const version = Version.safeParse(json["v"] ?? 1).data;
    if (version === undefined) return malformed("v: must be a whole number below 2147483648");
    return version < 2 ? this.#readV1(json, time) : this.#readV2(json, version, time);
  }

  #readV1(json: Json, atMs: number): LogLine {
    const inputBlake3 = inputHashOf(json);
    if (json["kind"] === "run") return this.#readV1Run(json, inputBlake3, atMs);
    const score = WholeScore.safeParse(json["score"]);
    if (inputBlake3 === null || !score.success) return { kind: "other", v: 1, atMs, name: nameOf(json) };
    const notes = typeof json["notes"] === "string" ? json["notes"] : null;
    return { kind: "rating", v: 1, atMs, inputBlake3, score: score.data, notes, record: null };
  }

  #readV1Run(json: Json, inputBlake3: string | null, atMs: number): LogLine {
    if (inputBlake3 === null) return malformed("input_blake3: must be 64 hex digits");
    const known = this.#knownV1Run(json);
    const run = known === null ? V1Run.safeParse(json) : { success: true as const, data: known };
    if (!run.success) return malformed(firstIssue(run.error));
    const { class: label, steps, recipe_sha: writtenSha = null, output_blake3: outputBlake3 = null } = run.data;
    const sha = known?.sha ?? this.#rememberV1(json, steps);
    return {
      kind: "run",
      v: 1,
      atMs,
      inputBlake3,
      class: label,
      steps,
      writtenSha,
      sha,
      isShaMismatch: false,
      outputBlake3,
      record: null,
    };
  }

  /** A run whose steps were checked before under the same spelling, null when the schema must look. */
  #knownV1Run(json: Json) {
    const { class: label, recipe_sha, output_blake3 } = json;
    const known = this.#v1Steps.get(JSON.stringify(json["steps"]) ?? "");
    if (known === undefined || typeof label !== "string") return null;
    if (recipe_sha !== undefined && typeof recipe_sha !== "string") return null;
    if (output_blake3 !== undefined && typeof output_blake3 !== "string") return null;
    return { class: label, recipe_sha, output_blake3, ...known };
  }

  #rememberV1(json: Json, steps: readonly CanonicalStep[]): string {
    const sha = this.#shaOf(steps);
    if (this.#v1Steps.size >= MOST_REMEMBERED_SHAS) this.#v1Steps.clear();
    this.#v1Steps.set(JSON.stringify(json["steps"]) ?? "", { steps, sha });
    return sha;
  }

  #readV2(json: Json, v: number, atMs: number): LogLine {
    const known = v === 2 ? json : { ...json, v: 2 };
    if (json["kind"] === "run") return this.#readRun(known, v);
    if (json["kind"] === "rating") return readRating(known, v);
    const schema = EVENTS.get(json["kind"]);
    if (schema === undefined) return { kind: "other", v, atMs, name: nameOf(json) };
    const event = schema.safeParse(known);
    return event.success
      ? { kind: "event", v, atMs: event.data.ts_unix_ms, record: event.data }
      : malformed(firstIssue(event.error));
  }

  #readRun(json: Json, v: number): RunLine | MalformedLine {
    const run = Run.safeParse(json);
    if (!run.success) return malformed(firstIssue(run.error));
    const record = run.data;
    const sha = this.#shaOf(record.steps);
    return {
      kind: "run",
      v,
      atMs: record.ts_unix_ms,
      inputBlake3: record.input_blake3,
      class: record.class,
      steps: record.steps,
      writtenSha: record.recipe_sha,
      sha,
      isShaMismatch: sha !== record.recipe_sha,
      outputBlake3: record.output_blake3,
      record,
    };
  }

  /** Remembered by the steps as written: a log has few spellings, and the canonical text costs more than the rest of a line. */
  #shaOf(steps: readonly CanonicalStep[]): string {
    const text = JSON.stringify(steps);
    const known = this.#shas.get(text);
    if (known !== undefined) return known;
    if (this.#shas.size >= MOST_REMEMBERED_SHAS) this.#shas.clear();
    const sha = recipeSha(steps);
    this.#shas.set(text, sha);
    return sha;
  }
}

const malformed = (reason: string): MalformedLine => ({ kind: "malformed", reason });
const nameOf = (json: Json): string | null => (typeof json["kind"] === "string" ? json["kind"] : null);

function readRating(json: Json, v: number): RatingLine | MalformedLine {
  const rating = Rating.safeParse(json);
  if (!rating.success) return malformed(firstIssue(rating.error));
  const { ts_unix_ms: atMs, input_blake3: inputBlake3, score, notes = null } = rating.data;
  return { kind: "rating", v, atMs, inputBlake3, score, notes, record: rating.data };
}

/** IM36: the first of the three keys that is 64 hex digits, in lower case. */
function inputHashOf(json: Json): string | null {
  for (const key of ["input_blake3", "input_hash", "blake3"]) {
    const hash = InputHash.safeParse(json[key]);
    if (hash.success) return hash.data.toLowerCase();
  }
  return null;
}

function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "is of the wrong type" : `${issue.path.join(".")}: ${issue.message}`;
}
