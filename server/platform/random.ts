import { randomBytes, randomUUID } from "node:crypto";
import type { Randomness } from "./app.ts";

/** The kernel's random source. */
export const systemRandom: Randomness = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  uuid: () => randomUUID(),
};
