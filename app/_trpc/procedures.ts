export type { AppRouter, RouterInputs, RouterOutputs } from "../../server/trpc/router.ts";
