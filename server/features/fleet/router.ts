import { z } from "zod";
import { procedure, router } from "../../trpc/procedures.ts";
import { FleetList, JoinTokenOutput, MacDetail, MacInput } from "./schema.ts";
import { createJoinToken, getMac, listMacs } from "./service.ts";

export const fleetRouter = router({
  list: procedure
    .meta({ can: "read" })
    .input(z.void())
    .output(FleetList)
    .query(({ ctx }) => listMacs(ctx)),
  get: procedure
    .meta({ can: "read" })
    .input(MacInput)
    .output(MacDetail)
    .query(({ ctx, input }) => getMac(ctx, input)),
  createJoinToken: procedure
    .meta({ can: "fleet" })
    .input(z.void())
    .output(JoinTokenOutput)
    .mutation(({ ctx }) => createJoinToken(ctx)),
});
