import { z } from "zod";
import { CanonicalStep } from "../../imaging/recipe/recipe.ts";
import { LOCAL_RATER } from "../../imaging/record/events.ts";
import { ownText } from "../columns/own-text.ts";
import { HEAD, RATING, RECIPE, TAIL, V1_HEAD, V1_RATING, V1_RECIPE, V1_TAIL } from "./quick-shapes.ts";
import { NO_SIGNALS, type RatingRecord, type RunRecord, type Step } from "./record.ts";

const MOST_KNOWN = 2_000;
const SHA_CHARS = 64;
const UUID_CHARS = 36;
const KEY_CHARS = 12;
const LONGEST_NUMBER = 48;
const TIME_AT = '{"kind":"run","v":2,"ts_unix_ms":'.length;
const V2_RUN = '{"kind":"run","v":2';
const V1_RUN = '{"kind":"run","ts';
const V2_RATING = '{"kind":"rating","v":2';
const RECIPE_START = '"recipe_sha":"';

const Steps = z.object({ steps: z.array(CanonicalStep) });

/** A run's recipe as it is spelled in the line, the same in most lines. */
interface KnownRecipe {
  readonly text: string;
  readonly recipeSha: string;
  /** Read when a run of the wanted class has it. */
  steps: readonly Step[] | null;
}

/**
 * Reads lines that are spelled as this version or the older tool writes them, by shape alone: what it takes the whole reader takes too,
 * and means the same by it; of every other line it says null (H9).
 */
export class QuickLines {
  readonly #wanted: string | null;
  readonly #known = new Map<string, KnownRecipe>();

  readonly #nameOfV1: (text: string) => string | null;

  /** Steps, signals and the name of a v1 run (TU45) are read of the wanted class only, of every class with null. */
  constructor(wantedClass: string | null, nameOfV1: (text: string) => string | null = () => null) {
    this.#wanted = wantedClass;
    this.#nameOfV1 = nameOfV1;
  }

  /** The record of a line given as one character per byte, null when the whole reader must look. */
  read(text: string): RunRecord | RatingRecord | null {
    if (text.startsWith(V2_RUN)) return this.#readRun(text);
    if (text.startsWith(V1_RUN)) return this.#readV1Run(text);
    return text.startsWith(V2_RATING) ? readRating(text) : readV1Rating(text);
  }

  #isWanted(label: string): boolean {
    return this.#wanted === null || label === this.#wanted;
  }

  #readV1Run(text: string): RunRecord | null {
    V1_HEAD.lastIndex = 0;
    const head = V1_HEAD.exec(text);
    const recipe = head === null ? null : this.#recipeAt(text, V1_HEAD.lastIndex, V1_RECIPE);
    if (head === null || recipe === null) return null;
    V1_TAIL.lastIndex = V1_HEAD.lastIndex + recipe.text.length;
    if (!V1_TAIL.test(text)) return null;
    const [, atMs, input = "", label = ""] = head;
    const isWanted = this.#isWanted(label);
    return {
      kind: "run",
      v: 1,
      name: isWanted ? this.#nameOfV1(text) : null,
      class: label,
      input,
      recipeSha: "",
      steps: isWanted ? stepsOf(recipe) : [],
      workLongSide: null,
      signals: NO_SIGNALS,
      isReplay: false,
      atMs: Number(atMs),
    };
  }

  #readRun(text: string): RunRecord | null {
    HEAD.lastIndex = 0;
    if (!HEAD.test(text)) return null;
    const at = HEAD.lastIndex;
    const recipe = this.#recipeAt(text, at, RECIPE);
    if (recipe === null) return null;
    TAIL.lastIndex = at + recipe.text.length;
    const tail = TAIL.exec(text);
    if (tail === null) return null;
    const [, side, replayOf] = tail;
    const timeEnd = text.indexOf(",", TIME_AT);
    const nameAt = timeEnd + ',"run_id":"'.length;
    const inputAt = nameAt + UUID_CHARS + '","input_blake3":"'.length;
    const classAt = inputAt + SHA_CHARS + '","class":"'.length;
    const label = text.slice(classAt, text.indexOf('"', classAt));
    const isWanted = this.#isWanted(label);
    return {
      kind: "run",
      v: 2,
      name: text.slice(nameAt, nameAt + UUID_CHARS),
      class: label,
      input: text.slice(inputAt, inputAt + SHA_CHARS),
      recipeSha: recipe.recipeSha,
      steps: isWanted ? stepsOf(recipe) : [],
      workLongSide: side === "null" ? null : Number(side),
      signals: isWanted ? signalsIn(text.slice(text.lastIndexOf('"signals":{', at), at)) : NO_SIGNALS,
      isReplay: replayOf !== undefined,
      atMs: Number(text.slice(TIME_AT, timeEnd)),
    };
  }

  /** The recipe spelled at a place; its shape is looked at once. */
  #recipeAt(text: string, at: number, shape: RegExp): KnownRecipe | null {
    const shaAt = at + RECIPE_START.length;
    const key = text.slice(shaAt, shaAt + KEY_CHARS);
    const known = this.#known.get(key);
    if (known !== undefined && text.slice(at, at + known.text.length) === known.text) return known;
    shape.lastIndex = at;
    if (!shape.test(text)) return null;
    const recipeSha = ownText(text.slice(shaAt, shaAt + SHA_CHARS));
    const recipe = { text: ownText(text.slice(at, shape.lastIndex)), recipeSha, steps: null };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, recipe);
    return recipe;
  }
}

function stepsOf(recipe: KnownRecipe): readonly Step[] {
  recipe.steps ??= Steps.parse(JSON.parse(`{${recipe.text}}`)).steps;
  return recipe.steps;
}

function readRating(text: string): RatingRecord | null {
  const found = RATING.exec(text);
  if (found === null) return null;
  const [, atMs, eventId = "", input = "", score, run = null, rater = "", warmup] = found;
  return {
    kind: "rating",
    v: 2,
    run,
    input,
    rater,
    score: Number(score),
    isWarmup: warmup === "true",
    eventId,
    atMs: Number(atMs),
  };
}

function readV1Rating(text: string): RatingRecord | null {
  const found = V1_RATING.exec(text);
  if (found === null) return null;
  const [, atMs, input = "", score] = found;
  return {
    kind: "rating",
    v: 1,
    run: null,
    input,
    rater: LOCAL_RATER,
    score: Number(score),
    isWarmup: false,
    eventId: null,
    atMs: Number(atMs),
  };
}

function signalsIn(text: string): RunRecord["signals"] {
  const lumaMean = signalIn(text, '"luma_mean":');
  return { lumaMean, noise: signalIn(text, '"noise":'), entropy: signalIn(text, '"entropy":') };
}

/** The number of a signal by its quoted key, of a doubled key the last as JSON has it; null where it is a flag or absent. */
function signalIn(signals: string, key: string): number | null {
  const at = signals.lastIndexOf(key);
  if (at < 0) return null;
  const value = Number.parseFloat(signals.slice(at + key.length, at + key.length + LONGEST_NUMBER));
  return Number.isNaN(value) ? null : value;
}
