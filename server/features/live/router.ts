import { tracked } from "@trpc/server";
import { procedure, router } from "../../trpc/procedures.ts";
import { trackedStream } from "../../trpc/tracked-stream.ts";
import { FeedInput, FeedPointer } from "./schema.ts";
import { followFeed } from "./service.ts";

export const liveRouter = router({
  /** Listen first, replay from the store, then drain; ids are feed sequence numbers. */
  feed: procedure
    .meta({ can: "read" })
    .input(FeedInput)
    .output(trackedStream(FeedPointer))
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const entry of followFeed(ctx, input.lastEventId ?? null, signal)) {
        yield tracked(String(entry.seq), entry.pointer);
      }
    }),
});
