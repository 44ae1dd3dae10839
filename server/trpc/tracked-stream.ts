import { isTrackedEnvelope, type TrackedEnvelope } from "@trpc/server";
import { z } from "zod";

/** Output schema of a subscription that yields `tracked()` values: each one's data is parsed by `item` as it leaves. */
export function trackedStream<T>(item: z.ZodType<T>) {
  return z
    .custom<AsyncIterable<TrackedEnvelope<T>>>(
      (value) => value !== null && typeof value === "object" && Symbol.asyncIterator in value,
    )
    .transform((stream) => checkEach(stream, item));
}

async function* checkEach<T>(
  stream: AsyncIterable<TrackedEnvelope<T>>,
  item: z.ZodType<T>,
): AsyncGenerator<TrackedEnvelope<T>> {
  for await (const envelope of stream) {
    if (!isTrackedEnvelope(envelope)) throw new TypeError("a feed yields tracked values only");
    item.parse(envelope[1]);
    yield envelope;
  }
}
