import { z } from "zod";
import { procedure, router } from "../../trpc/procedures.ts";
import { MacInput } from "../fleet/schema.ts";
import {
  CancelTuneInput,
  CancelTuneOutput,
  ListTunesInput,
  MachineRecipes,
  RequestTuneInput,
  RequestTuneOutput,
  TuneDetail,
  TuneInput,
  TuneList,
  TuneLogInput,
  TuneLogOutput,
  TuneOptions,
  TunePreview,
  TuneProgressOutput,
  TuneQuestions,
  TuneRequestInput,
} from "./schema.ts";
import {
  cancelTune,
  getTune,
  getTuneLog,
  getTuneOptions,
  getTuneProgress,
  listRecipes,
  listTunes,
  previewTune,
  requestTune,
  tuneQuestions,
} from "./service.ts";

export const tunesRouter = router({
  options: procedure
    .meta({ can: "run" })
    .input(MacInput)
    .output(TuneOptions)
    .query(({ ctx, input }) => getTuneOptions(ctx, input)),
  preview: procedure
    .meta({ can: "run" })
    .input(TuneRequestInput)
    .output(TunePreview)
    .query(({ ctx, input }) => previewTune(ctx, input)),
  request: procedure
    .meta({ can: "run" })
    .input(RequestTuneInput)
    .output(RequestTuneOutput)
    .mutation(({ ctx, input }) => requestTune(ctx, input)),
  list: procedure
    .meta({ can: "read" })
    .input(ListTunesInput)
    .output(TuneList)
    .query(({ ctx, input }) => listTunes(ctx, input)),
  recipes: procedure
    .meta({ can: "read" })
    .input(MacInput)
    .output(MachineRecipes)
    .query(({ ctx, input }) => listRecipes(ctx, input)),
  get: procedure
    .meta({ can: "read" })
    .input(TuneInput)
    .output(TuneDetail)
    .query(({ ctx, input }) => getTune(ctx, input)),
  progress: procedure
    .meta({ can: "read" })
    .input(TuneInput)
    .output(TuneProgressOutput)
    .query(({ ctx, input }) => getTuneProgress(ctx, input)),
  log: procedure
    .meta({ can: "read" })
    .input(TuneLogInput)
    .output(TuneLogOutput)
    .query(({ ctx, input }) => getTuneLog(ctx, input)),
  questions: procedure
    .meta({ can: "read" })
    .input(z.void())
    .output(TuneQuestions)
    .query(({ ctx }) => tuneQuestions(ctx)),
  cancel: procedure
    .meta({ can: "run" })
    .input(CancelTuneInput)
    .output(CancelTuneOutput)
    .mutation(({ ctx, input }) => cancelTune(ctx, input)),
});
