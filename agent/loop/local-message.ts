import { z } from "zod";

/** One line of the local socket: a request of a command, the console or a serving process of this machine. */
export const LocalRequest = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello") }),
  z.object({ type: z.literal("status") }),
  z.object({ type: z.literal("console"), url: z.string(), joinToken: z.string().optional() }),
  z.object({ type: z.literal("stop") }),
  z.object({ type: z.literal("written") }),
  z.object({
    type: z.literal("provider"),
    pid: z.int(),
    port: z.int().optional(),
    model: z.string().optional(),
    state: z.literal("goodbye").optional(),
  }),
]);
export type LocalRequest = z.infer<typeof LocalRequest>;

/** What the agent says about itself (`hello` and `status`). */
export const LocalStatus = z.object({
  pid: z.int(),
  version: z.string(),
  stateDir: z.string(),
  isHouse: z.boolean(),
  agentId: z.string().nullable(),
  consoleUrl: z.string().nullable(),
  /** Milliseconds since the console last answered a poll; null before the first answer. */
  lastContactAgoMs: z.number().nullable(),
  job: z.object({ job: z.string(), kind: z.string(), workId: z.string(), phase: z.string().nullable() }).nullable(),
  outbox: z.object({ pending: z.int(), dropped: z.int() }),
  openObligations: z.int(),
  providers: z.array(z.object({ pid: z.int(), port: z.int().nullable(), model: z.string().nullable() })),
});
export type LocalStatus = z.infer<typeof LocalStatus>;

const Failure = z.object({ ok: z.literal(false), error: z.string() });

/** Every answer is one line: the status for `hello` and `status`, a bare `ok` for the rest; `ok` false carries the reason. */
export const LocalAnswer = z.union([
  LocalStatus.extend({ ok: z.literal(true) }),
  z.object({ ok: z.literal(true) }),
  Failure,
]);
export type LocalAnswer = z.infer<typeof LocalAnswer>;
