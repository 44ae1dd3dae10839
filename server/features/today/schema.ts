import { z } from "zod";
import { MacRow, Warning } from "../fleet/schema.ts";
import { TuneSummary } from "../tunes/schema.ts";

export const Today = z.strictObject({
  running: z.array(TuneSummary),
  /** Ended in the last seven days, newest first, at most 20. */
  finished: z.array(TuneSummary),
  /** What needs a person: warnings of machines, failed tunes. */
  needs: z.array(z.strictObject({ agentId: z.uuid(), hostName: z.string(), warning: Warning })),
  macs: z.array(MacRow),
  serverTime: z.iso.datetime(),
});
