import { z } from "zod";
import { procedure, router } from "../../trpc/procedures.ts";
import {
  CompleteSetupInput,
  CompleteSetupOutput,
  ConfirmPasswordInput,
  ConfirmPasswordOutput,
  Me,
  SetupStatus,
} from "./schema.ts";
import { completeSetup, confirmPassword, getMe, getSetupStatus } from "./service.ts";

const Nothing = z.void();

export const setupRouter = router({
  status: procedure
    .meta({ can: "public" })
    .input(Nothing)
    .output(SetupStatus)
    .query(({ ctx }) => getSetupStatus(ctx)),
  complete: procedure
    .meta({ can: "public" })
    .input(CompleteSetupInput)
    .output(CompleteSetupOutput)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
});

export const selfRouter = router({
  me: procedure
    .meta({ can: "self" })
    .input(Nothing)
    .output(Me)
    .query(({ ctx }) => getMe(ctx)),
  confirmPassword: procedure
    .meta({ can: "self" })
    .input(ConfirmPasswordInput)
    .output(ConfirmPasswordOutput)
    .mutation(({ ctx, input }) => confirmPassword(ctx, input)),
});
