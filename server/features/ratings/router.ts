import { procedure, router } from "../../trpc/procedures.ts";
import {
  Agreement,
  AnswerInput,
  AnswerOutput,
  BenchClasses,
  BenchSession,
  ClearInput,
  ClearOutput,
  Distribution,
  NextInput,
  NextOutput,
  OpenBenchInput,
  ReadingInput,
  RenewInput,
  RenewOutput,
  UndoInput,
  UndoOutput,
} from "./schema.ts";
import {
  clearScore,
  giveAnswer,
  listBenchClasses,
  nextItems,
  openBench,
  readAgreement,
  readDistribution,
  renewViews,
  undoAnswer,
} from "./service.ts";

export const ratingsRouter = router({
  classes: procedure
    .meta({ can: "read" })
    .input(ReadingInput)
    .output(BenchClasses)
    .query(({ ctx }) => listBenchClasses(ctx)),
  open: procedure
    .meta({ can: "rate" })
    .input(OpenBenchInput)
    .output(BenchSession)
    .mutation(({ ctx, input }) => openBench(ctx, input)),
  next: procedure
    .meta({ can: "rate" })
    .input(NextInput)
    .output(NextOutput)
    .mutation(({ ctx, input }) => nextItems(ctx, input)),
  renew: procedure
    .meta({ can: "rate" })
    .input(RenewInput)
    .output(RenewOutput)
    .mutation(({ ctx, input }) => renewViews(ctx, input)),
  rate: procedure
    .meta({ can: "rate" })
    .input(AnswerInput)
    .output(AnswerOutput)
    .mutation(({ ctx, input }) => giveAnswer(ctx, input)),
  clear: procedure
    .meta({ can: "rate" })
    .input(ClearInput)
    .output(ClearOutput)
    .mutation(({ ctx, input }) => clearScore(ctx, input)),
  undo: procedure
    .meta({ can: "rate" })
    .input(UndoInput)
    .output(UndoOutput)
    .mutation(({ ctx, input }) => undoAnswer(ctx, input)),
  distribution: procedure
    .meta({ can: "rate" })
    .input(ReadingInput)
    .output(Distribution)
    .query(({ ctx, input }) => readDistribution(ctx, input)),
  agreement: procedure
    .meta({ can: "propose" })
    .input(ReadingInput)
    .output(Agreement)
    .query(({ ctx, input }) => readAgreement(ctx, input)),
});
