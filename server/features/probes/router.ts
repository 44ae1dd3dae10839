import { procedure, router } from "../../trpc/procedures.ts";
import {
  CancelProbeInput,
  CancelProbeOutput,
  ListProbesInput,
  ProbeInput,
  ProbeList,
  ProbeRequests,
  ProbeRequestsInput,
  ProbeSummary,
  RequestProbeInput,
  RequestProbeOutput,
} from "./schema.ts";
import { cancelProbe, getProbe, getProbeRequests, listProbes, requestProbe } from "./service.ts";

export const probesRouter = router({
  request: procedure
    .meta({ can: "run" })
    .input(RequestProbeInput)
    .output(RequestProbeOutput)
    .mutation(({ ctx, input }) => requestProbe(ctx, input)),
  list: procedure
    .meta({ can: "read" })
    .input(ListProbesInput)
    .output(ProbeList)
    .query(({ ctx, input }) => listProbes(ctx, input)),
  get: procedure
    .meta({ can: "read" })
    .input(ProbeInput)
    .output(ProbeSummary)
    .query(({ ctx, input }) => getProbe(ctx, input)),
  requests: procedure
    .meta({ can: "read" })
    .input(ProbeRequestsInput)
    .output(ProbeRequests)
    .query(({ ctx, input }) => getProbeRequests(ctx, input)),
  cancel: procedure
    .meta({ can: "run" })
    .input(CancelProbeInput)
    .output(CancelProbeOutput)
    .mutation(({ ctx, input }) => cancelProbe(ctx, input)),
});
