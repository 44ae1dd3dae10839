import { z } from "zod";
import { ImageWarnings } from "../../../core/contract/v1/image-jobs.ts";

export const BenchMode = z.enum(["scores", "pairs"]);
export type BenchMode = z.infer<typeof BenchMode>;
const ClassLabel = z.string().min(1).max(200);
const SkipReason = z.enum(["skip", "cannot_judge", "unusable"]);
const Token = z.string().regex(/^[0-9a-f]{32}$/);

export const OpenBenchInput = z.strictObject({
  /** Null: what suits the class (IM65). */
  mode: BenchMode.nullable().default(null),
  /** The class the rater filters by; null for all. */
  class: ClassLabel.nullable().default(null),
  isBlind: z.boolean().default(true),
  /** A confirmation whose pairs are to be judged (TU40). */
  confirmationId: z.uuid().nullable().default(null),
});

/** What is left and what a sitting has done so far (IM64). */
export const BenchProgress = z.strictObject({
  answers: z.int(),
  waiting: z.int(),
  isWarmUp: z.boolean(),
  isTimeToStop: z.boolean(),
});

export const BenchSession = z.strictObject({
  id: z.uuid(),
  mode: BenchMode,
  class: z.string().nullable(),
  isBlind: z.boolean(),
  progress: BenchProgress,
  /** IM65: pairs where the scores of the choice, whoever gave them, have at most two values and a pair waits. */
  suggestedMode: BenchMode,
});

/** What is told of a picture once the own answer is in, or at once where the rater chose not to be blind. */
export const Revealed = z.strictObject({
  runId: z.string(),
  number: z.int(),
  class: z.string(),
  recipeSha: z.string(),
  isLive: z.boolean(),
  /** Scores of others, without names. */
  otherScores: z.array(z.int()),
  /** What to look at in the result; before the vote it could tell which recipe it is (IM30, IM59). */
  warnings: ImageWarnings,
});
export type Revealed = z.infer<typeof Revealed>;

export const PickTerm = z.enum([
  "uncertain-arguments",
  "few-ratings-of-input",
  "partner-rated",
  "open-pair",
  "confirmation",
  "random",
]);
export type PickTerm = z.infer<typeof PickTerm>;

/** One picture or pair on the bench; tokens say nothing (IM59). */
export const BenchItem = z.strictObject({
  viewId: z.uuid(),
  tokens: z.strictObject({
    before: Token.nullable(),
    output: Token.nullable(),
    left: Token.nullable(),
    right: Token.nullable(),
    /** The previous recipe's result; never while blind. */
    previous: Token.nullable(),
  }),
  term: PickTerm,
  /** Null while blind. */
  revealed: z.array(Revealed).nullable(),
});
export type BenchItem = z.infer<typeof BenchItem>;

export const NextInput = z.strictObject({
  sessionId: z.uuid(),
  count: z.int().min(1).max(4),
  /** What the bench holds unanswered, so that nothing comes twice. */
  held: z.array(z.uuid()).max(16).default([]),
});
export const NextOutput = z.strictObject({
  items: z.array(BenchItem),
  /** Why no more came: nothing waits, or all that waits was shown within five pictures (TU29). */
  end: z.enum(["more", "spaced", "empty"]),
});

const View = z.strictObject({ zoom100: z.boolean(), msOnImage: z.int().min(0).max(86_400_000) });
export const Answer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("score"),
    score: z.int().min(1).max(5),
    notes: z.string().trim().min(1).max(2000).optional(),
    view: View,
  }),
  z.strictObject({
    kind: z.literal("verdict"),
    verdict: z.enum(["left", "right", "tie", "not_sure"]),
    ms: z.int().min(0).max(86_400_000),
  }),
  z.strictObject({ kind: z.literal("skip"), reason: SkipReason }),
]);
export type Answer = z.infer<typeof Answer>;

/** One view, one answer: no call scores many pictures (IM55). */
export const AnswerInput = z.strictObject({ viewId: z.uuid(), answer: Answer });

/** IM63: how far the class of an answer is from tunable. */
const Effect = z.strictObject({
  class: z.string(),
  ratedRuns: z.int(),
  neededRuns: z.int(),
  argumentSets: z.int(),
});
export const AnswerOutput = z.strictObject({
  eventId: z.uuid(),
  revealed: z.array(Revealed),
  effect: Effect,
  progress: BenchProgress,
});

/** What the bench keeps ready around the active picture. */
export const RenewInput = z.strictObject({ viewIds: z.array(z.uuid()).min(1).max(16) });
export const RenewOutput = z.strictObject({ expiresAt: z.date() });

/** `clearId` is the event id of the revoke: a call that is sent again takes nothing more back. */
export const ClearInput = z.strictObject({ viewId: z.uuid(), clearId: z.uuid() });
export const ClearOutput = z.strictObject({ isRevoked: z.boolean(), progress: BenchProgress });

/** `undoId` is the event id of the revoke: a call that is sent again takes nothing more back. */
export const UndoInput = z.strictObject({ sessionId: z.uuid(), undoId: z.uuid() });
/** The answer that was taken back, by its event, and its picture shown again; null when nothing is left to undo. */
export const UndoOutput = z.strictObject({
  undone: z.strictObject({ eventId: z.string(), item: BenchItem, answer: z.string() }).nullable(),
  progress: BenchProgress,
});

export const ReadingInput = z.strictObject({ class: ClassLabel.nullable().default(null) });
export const Distribution = z.strictObject({
  /** Reviewers see everybody's, raters their own (IM60). */
  isEverybody: z.boolean(),
  rows: z.array(
    z.strictObject({
      class: z.string(),
      recipeSha: z.string(),
      counts: z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]),
      mean: z.number(),
      /** Why the recipe was made live against a refusal (TU50). */
      forced: z.string().nullable(),
    }),
  ),
});
export const BenchClasses = z.strictObject({
  classes: z.array(
    z.strictObject({
      class: z.string(),
      /** What waits for this person, by how it is answered. */
      waiting: z.strictObject({ scores: z.int(), pairs: z.int() }),
      /** How its bench opens where nothing else is asked for (IM65). */
      suits: BenchMode,
      ratedRuns: z.int(),
      neededRuns: z.int(),
      argumentSets: z.int(),
    }),
  ),
});
const Winner = z.strictObject({
  name: z.string(),
  class: z.string(),
  /** Null where several recipes lead. */
  recipeSha: z.string().nullable(),
  wins: z.int(),
  ties: z.int(),
  losses: z.int(),
});
export const Agreement = z.strictObject({
  /** Of each class and rater the recipe that the own comparisons put first (TU33). */
  winners: z.array(Winner),
  alpha: z.number().nullable(),
  word: z.enum(["firm", "tentative", "not enough"]).nullable(),
  raters: z.array(
    z.strictObject({
      name: z.string(),
      ratings: z.int(),
      /** In stars; null where it cannot be told (TU32). */
      bias: z.number().nullable(),
      repeats: z.int(),
      /** Weighted κ over the own repeats. */
      selfKappa: z.number().nullable(),
      /** Verdicts, κ over the own hidden repeats among them (left, tie and right as points of one scale), and gold pairs answered and right. */
      pairs: z.strictObject({
        verdicts: z.int(),
        repeats: z.int(),
        kappa: z.number().nullable(),
        golds: z.int(),
        goldsRight: z.int(),
      }),
      isInconsistent: z.boolean(),
    }),
  ),
  /** Weighted κ of each two raters. */
  between: z.array(
    z.strictObject({ first: z.string(), second: z.string(), shared: z.int(), kappa: z.number().nullable() }),
  ),
});
