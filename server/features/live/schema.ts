import { z } from "zod";

/** One pointer of the live feed: which object changed, not what it is now. */
export const FeedPointer = z.strictObject({
  topic: z.enum(["fleet", "tune", "probe", "job", "image", "reset"]),
  /** The id of the agent, tune run, probe, job or picture, or the class of one. */
  subject: z.string(),
  kind: z.string(),
});
export type FeedPointer = z.infer<typeof FeedPointer>;
export const FeedInput = z.strictObject({
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});
