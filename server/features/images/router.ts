import { z } from "zod";
import { procedure, router } from "../../trpc/procedures.ts";
import { Leaderboard } from "./reading/leaderboard-schema.ts";
import {
  AddClassInput,
  AddClassOutput,
  BatchIdInput,
  BatchInput,
  BatchList,
  BatchPlan,
  BatchProgress,
  ClassInput,
  ClassPage,
  CorrectClassInput,
  CorrectClassOutput,
  FlagInput,
  FlagOutput,
  ImageInputList,
  ImageRunList,
  ImagesOverview,
  ImproveInput,
  Improvement,
  ListInputsInput,
  ListRunsInput,
  ReplayInput,
  ReplayReport,
  SaveRecipeInput,
  SaveRecipeOutput,
  StartBatchInput,
  StartBatchOutput,
} from "./schema.ts";
import {
  addClass,
  cancelBatch,
  correctClass,
  flagInputs,
  getBatch,
  getClass,
  getLeaderboard,
  getOverview,
  getReplay,
  improveClass,
  listBatches,
  listInputs,
  listRuns,
  planBatch,
  readImprovement,
  saveRecipe,
  startBatch,
  startReplay,
} from "./service.ts";

export const imagesRouter = router({
  overview: procedure
    .meta({ can: "read" })
    .input(z.void())
    .output(ImagesOverview)
    .query(({ ctx }) => getOverview(ctx)),
  class: procedure
    .meta({ can: "read" })
    .input(ClassInput)
    .output(ClassPage)
    .query(({ ctx, input }) => getClass(ctx, input)),
  leaderboard: procedure
    .meta({ can: "read" })
    .input(ClassInput)
    .output(Leaderboard)
    .query(({ ctx, input }) => getLeaderboard(ctx, input)),
  runs: procedure
    .meta({ can: "read" })
    .input(ListRunsInput)
    .output(ImageRunList)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  inputs: procedure
    .meta({ can: "read" })
    .input(ListInputsInput)
    .output(ImageInputList)
    .query(({ ctx, input }) => listInputs(ctx, input)),
  batches: procedure
    .meta({ can: "read" })
    .input(z.void())
    .output(BatchList)
    .query(({ ctx }) => listBatches(ctx)),
  batch: procedure
    .meta({ can: "read" })
    .input(BatchIdInput)
    .output(BatchProgress)
    .query(({ ctx, input }) => getBatch(ctx, input)),
  /** Starts nothing; a mutation because a selection does not fit an address. */
  plan: procedure
    .meta({ can: "run" })
    .input(BatchInput)
    .output(BatchPlan)
    .mutation(({ ctx, input }) => planBatch(ctx, input)),
  start: procedure
    .meta({ can: "run" })
    .input(StartBatchInput)
    .output(StartBatchOutput)
    .mutation(({ ctx, input }) => startBatch(ctx, input)),
  cancel: procedure
    .meta({ can: "run" })
    .input(BatchIdInput)
    .output(StartBatchOutput)
    .mutation(({ ctx, input }) => cancelBatch(ctx, input)),
  /** Stored runs once more, under their own recipe and a candidate. */
  replay: procedure
    .meta({ can: "run" })
    .input(ReplayInput)
    .output(StartBatchOutput)
    .mutation(({ ctx, input }) => startReplay(ctx, input)),
  replayReport: procedure
    .meta({ can: "read" })
    .input(BatchIdInput)
    .output(ReplayReport)
    .query(({ ctx, input }) => getReplay(ctx, input)),
  improvement: procedure
    .meta({ can: "read" })
    .input(ClassInput)
    .output(Improvement)
    .query(({ ctx, input }) => readImprovement(ctx, input)),
  improve: procedure
    .meta({ can: "run" })
    .input(ImproveInput)
    .output(StartBatchOutput)
    .mutation(({ ctx, input }) => improveClass(ctx, input)),
  correct: procedure
    .meta({ can: "rate" })
    .input(CorrectClassInput)
    .output(CorrectClassOutput)
    .mutation(({ ctx, input }) => correctClass(ctx, input)),
  flag: procedure
    .meta({ can: "rate" })
    .input(FlagInput)
    .output(FlagOutput)
    .mutation(({ ctx, input }) => flagInputs(ctx, input)),
  addClass: procedure
    .meta({ can: "propose" })
    .input(AddClassInput)
    .output(AddClassOutput)
    .mutation(({ ctx, input }) => addClass(ctx, input)),
  saveRecipe: procedure
    .meta({ can: "propose" })
    .input(SaveRecipeInput)
    .output(SaveRecipeOutput)
    .mutation(({ ctx, input }) => saveRecipe(ctx, input)),
});
