import { uuidV7 } from "../../core/canonical/uuid-v7.ts";
import type { App } from "./app.ts";

const NOISE_BYTES = 10;

/** A UUIDv7 of now (IM71). */
export function uuidv7({ clock, random }: Pick<App, "clock" | "random">): string {
  return uuidV7(clock.now().getTime(), random.bytes(NOISE_BYTES));
}
