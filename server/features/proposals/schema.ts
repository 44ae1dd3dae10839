import { z } from "zod";
import { ClassLabel } from "../../../core/imaging/classes.ts";
import { Blake3, ConfirmationSize } from "../../../core/imaging/record/parts.ts";
import { FollowState } from "../../../core/tuning/following/follow-state.ts";
import { StoredTune } from "./stored-tune.ts";

/** `expired` is an open one after 30 days (AP7). */
export const ProposalState = z.enum(["open", "expired", "superseded", "rejected", "promoted"]);
export type ProposalState = z.infer<typeof ProposalState>;

/** `tune` by the tuner, `roll_back` to a recipe that was live, `edit` to a text that a person saved. */
export const ProposalOrigin = z.enum(["tune", "roll_back", "edit"]);
export const ProposalVerdict = z.enum(["improves", "inconclusive", "regression"]);

/** What speaks against a proposal; the first four need an override (TU50, console.md 7). */
const ProposalFlag = z.enum(["regression", "inconclusive", "unconfirmed", "stale", "fragile", "thin"]);

const Target = z.strictObject({
  id: z.uuid(),
  /** PROP-n. */
  number: z.int(),
  kind: z.literal("image-recipe"),
  class: z.string(),
  origin: ProposalOrigin,
  state: ProposalState,
  baseSha: Blake3,
  recipeSha: Blake3,
  verdict: ProposalVerdict.nullable(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const ListProposalsInput = z.strictObject({
  /** `open` leaves out expired ones. */
  state: ProposalState.optional(),
  class: z.string().max(200).optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(100).default(48),
});
const ProposalRow = Target.extend({
  /** Expected change against live in stars with its 90 % interval; null for `idw` and roll backs. */
  gain: z.strictObject({ gain: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Change of the mean on held-out images; null for roll backs. */
  delta: z.number().nullable(),
  /** Rated runs the tune used. */
  n: z.int().nullable(),
  flags: z.array(ProposalFlag),
});
export type ProposalRow = z.infer<typeof ProposalRow>;
export const ProposalList = z.strictObject({
  rows: z.array(ProposalRow),
  total: z.int(),
  unfiltered: z.int(),
  serverTime: z.iso.datetime(),
});

const DiffLines = z.array(z.strictObject({ mark: z.enum([" ", "-", "+"]), text: z.string() }));

/** One picture under both recipes, so that it can be shown; thumbnails are hashes among the blobs. */
const ShownPair = z.strictObject({
  inputBlake3: Blake3,
  /** Above 0 where the other recipe is better than live: stars from ratings, −1 to 1 from the verdicts of a confirmation. */
  value: z.number(),
  raters: z.int(),
  live: z.strictObject({ runId: z.string(), recipeSha: Blake3, thumbBlake3: Blake3.nullable() }),
  other: z.strictObject({ runId: z.string(), recipeSha: Blake3, thumbBlake3: Blake3.nullable() }),
});
export type ShownPair = z.infer<typeof ShownPair>;

/** How a blind confirmation came out; values of pairs lie between −1 and 1 (TU40). */
export const ConfirmationFigures = z.strictObject({
  judged: z.int(),
  better: z.int(),
  tied: z.int(),
  worse: z.int(),
  mean: z.number(),
  lower: z.number(),
  upper: z.number(),
  signP: z.number(),
});

/** TU40: before its end only progress is told, so `figures` is null until then. */
export const Confirmation = z.strictObject({
  id: z.uuid(),
  state: z.enum(["running", "passed", "failed", "void"]),
  planned: z.int(),
  /** Inputs that both recipes have run on, and of these the pairs that wait on the bench for a first verdict. */
  run: z.int(),
  ready: z.int(),
  /** Inputs judged so far. */
  judged: z.int(),
  /** Drawn inputs that others took the place of: not sure, unusable, or no recipe could do them. */
  replaced: z.int(),
  /** Fresh pictures still needed because not-sure answers used up the others. */
  missing: z.int(),
  figures: ConfirmationFigures.nullable(),
  /** It ended before its planned size, which it does only as a failure. */
  isEarly: z.boolean(),
  /** Why it is void. */
  reason: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type Confirmation = z.infer<typeof Confirmation>;

/** Whether the viewer may do something now, and the sentence that says why not. */
const May = z.strictObject({ isAllowed: z.boolean(), why: z.string().nullable() });
export type May = z.infer<typeof May>;

const Sentence = z.strictObject({ flag: ProposalFlag, text: z.string() });

export const ProposalIdInput = z.strictObject({ id: z.uuid() });
export const ConfirmProposalInput = z.strictObject({
  id: z.uuid(),
  /** Fixed before the first verdict (TU40). */
  planned: ConfirmationSize.default(30),
});
export const StartedConfirmation = z.strictObject({ confirmationId: z.uuid() });
/** In the order of the one approval component: what changes, what speaks for it, against it, what will happen, how to undo (console.md 7). */
export const ProposalPage = Target.extend({
  changes: z.strictObject({
    /** Whose lines the difference begins with: live while it is open, else what it replaced or, where it was not approved, its base. */
    from: z.enum(["live", "replaced", "base"]),
    /** From that text to the proposed one, comments kept, without the proposal's own header. */
    diff: DiffLines,
    /** From the base that the tune saw. */
    values: z.array(z.strictObject({ name: z.string(), old: z.number(), next: z.number() })),
    /** The whole text that would become live. */
    toml: z.string(),
  }),
  /** What the tune found; null for roll backs and edits. All scores of untried arguments are predictions (TU1). */
  evidence: StoredTune.nullable(),
  confirmation: Confirmation.nullable(),
  pairs: z.strictObject({
    /** Of the confirmation once it has ended, else of the ratings that the tune used. */
    from: z.enum(["confirmation", "ratings"]),
    best: z.array(ShownPair),
    worst: z.array(ShownPair),
  }),
  against: z.array(Sentence),
  /** What the approval is bound to (AP1); `liveSha` is what is live now. */
  pins: z.strictObject({
    liveSha: Blake3.nullable(),
    baseSha: Blake3,
    recipeSha: Blake3,
    evidenceBlake3: z.string().nullable(),
    evidenceRows: z.int().nullable(),
    method: z.string().nullable(),
    seed: z.int().nullable(),
    productVersion: z.string(),
    /** Digest of this page's content; approving needs it (AP4). */
    snapshot: Blake3,
  }),
  /** What changed in the live recipe since the proposal was made; null while it is still the base. */
  stale: z.strictObject({ pinned: Blake3, live: Blake3.nullable(), diff: DiffLines }).nullable(),
  /** What happens at approval, in sentences. */
  plan: z.array(z.string()),
  undo: z.string(),
  viewer: z.strictObject({
    approve: May,
    reject: May,
    confirm: May,
    /** Approving needs the typed class name and a reason of at least this many characters (TU50). */
    override: z.strictObject({ isNeeded: z.boolean(), leastReason: z.int(), causes: z.array(z.string()) }),
    /** Approving asks for the password first (AC5). */
    needsPassword: z.boolean(),
  }),
  history: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      by: z.string(),
      act: z.string(),
      comment: z.string().nullable(),
      isForced: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
  serverTime: z.iso.datetime(),
});
export type ProposalPage = z.infer<typeof ProposalPage>;

/** What a person types and the audit log keeps; canonical JSON holds no half of a character. */
const Typed = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => text.isWellFormed(), { error: "holds half of a character" });
const Comment = Typed.default("");
export const RejectProposalInput = z.strictObject({ id: z.uuid(), comment: Comment });
export const DecidedProposal = z.strictObject({ id: z.uuid(), state: ProposalState, liveSha: Blake3.nullable() });
export type DecidedProposal = z.infer<typeof DecidedProposal>;

export const ApproveProposalInput = z.strictObject({
  id: z.uuid(),
  comment: Comment,
  /** `pins.snapshot` and `pins.liveSha` of the page the person saw (AP1, AP4). */
  snapshot: Blake3,
  liveSha: Blake3.nullable(),
  /** The typed class name and reason, where flags need them (TU50). */
  override: z
    .strictObject({ class: z.string().max(200), reason: Typed })
    .nullable()
    .default(null),
});

export const FollowersInput = z.strictObject({ class: ClassLabel });
const FollowerRow = z.strictObject({
  agentId: z.uuid(),
  host: z.string(),
  isFollowing: z.boolean(),
  /** The Mac's own policy as it last reported it; `line` quotes what forbids an apply. */
  policy: z.strictObject({ isAllowed: z.boolean(), line: z.string().nullable() }),
  state: FollowState,
  /** The recipe the Mac says it has; null with `isShaKnown` where it has none or one that is not valid. */
  sha: Blake3.nullable(),
  isShaKnown: z.boolean(),
  /** It says that its text is not valid. */
  isInvalid: z.boolean(),
  approved: z.strictObject({ sha: Blake3, by: z.string(), at: z.iso.datetime() }).nullable(),
  /** How the job stands or why it ended, in words. */
  note: z.string().nullable(),
  /** Whether the live recipe can be approved for this Mac now. */
  apply: May,
});
export type FollowerRow = z.infer<typeof FollowerRow>;
/** TU51: every Mac with how it stands to a class, by name. */
export const FollowerList = z.strictObject({
  class: ClassLabel,
  liveSha: Blake3.nullable(),
  rows: z.array(FollowerRow),
  serverTime: z.iso.datetime(),
});
export type FollowerList = z.infer<typeof FollowerList>;

export const FollowInput = z.strictObject({ class: ClassLabel, agentId: z.uuid(), isFollowing: z.boolean() });
export const ApplyRecipeInput = z.strictObject({
  class: ClassLabel,
  /** `liveSha` of the list the person saw (AP1). */
  liveSha: Blake3,
  agentIds: z.array(z.uuid()).min(1).max(200),
  comment: Comment,
  requestKey: z.uuid(),
});
/** One entry a Mac: its job, or why it gets none. */
export const AppliedList = z.strictObject({
  class: ClassLabel,
  liveSha: Blake3,
  rows: z.array(z.strictObject({ agentId: z.uuid(), jobId: z.uuid().nullable(), refusal: z.string().nullable() })),
});
export type AppliedList = z.infer<typeof AppliedList>;
export const TuneClassInput = z.strictObject({
  class: ClassLabel,
  seed: z.int().min(0).max(4_294_967_295).default(42),
  /** Null: the live recipe's own method, else `gp` (TU3). */
  method: z.enum(["gp", "idw"]).nullable().default(null),
});
export const TuneClassOutput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("proposal"), id: z.uuid(), number: z.int() }),
  /** Nothing to propose, with the sentence of the command line (TU4). */
  z.strictObject({
    kind: z.literal("none"),
    why: z.enum(["skipped", "no_tunables", "no_variation", "no_better"]),
    text: z.string(),
  }),
]);

/** Without a sha: the recipe before the live one. */
export const RollBackInput = z.strictObject({ class: ClassLabel, recipeSha: Blake3.nullable().default(null) });
/** Without a version: the newest text with the sha. */
export const ProposeRecipeInput = z.strictObject({
  class: ClassLabel,
  recipeSha: Blake3,
  version: z.int().min(1).max(1_000_000).nullable().default(null),
});
export const OpenedProposal = z.strictObject({ id: z.uuid(), number: z.int() });

export const ClassStateInput = z.strictObject({
  class: z.string().min(1).max(200),
  /** A sitting of the asking person: the change of the held-out error since it began (TU31). */
  sessionId: z.uuid().nullable().default(null),
  /** The answer after which it is asked; another one makes it another question. */
  afterEvent: z.uuid().nullable().default(null),
});
export const ClassStateOutput = z.strictObject({
  class: z.string(),
  state: z.enum(["collecting", "computable", "ready", "confirmed", "promoted"]),
  /** What the next state waits for, each in words. */
  missing: z.array(z.string()),
  ratedRuns: z.int(),
  argumentSets: z.int(),
  pairedRatings: z.int(),
  pairedInputs: z.int(),
  /** Mean error on held-out scores in stars, now and from what was known when the sitting began; null without such scores. */
  heldOut: z.strictObject({ n: z.int(), error: z.number(), before: z.number().nullable() }).nullable(),
  proposal: z.strictObject({ id: z.uuid(), number: z.int() }).nullable(),
});
