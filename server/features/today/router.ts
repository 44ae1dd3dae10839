import { z } from "zod";
import { procedure, router } from "../../trpc/procedures.ts";
import { Today } from "./schema.ts";
import { getToday } from "./service.ts";

export const todayRouter = router({
  get: procedure
    .meta({ can: "read" })
    .input(z.void())
    .output(Today)
    .query(({ ctx }) => getToday(ctx)),
});
