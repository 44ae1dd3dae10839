import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { selfRouter, setupRouter } from "../features/accounts/router.ts";
import { fleetRouter } from "../features/fleet/router.ts";
import { imagesRouter } from "../features/images/router.ts";
import { liveRouter } from "../features/live/router.ts";
import { probesRouter } from "../features/probes/router.ts";
import { proposalsRouter } from "../features/proposals/router.ts";
import { ratingsRouter } from "../features/ratings/router.ts";
import { todayRouter } from "../features/today/router.ts";
import { tunesRouter } from "../features/tunes/router.ts";
import { router } from "./procedures.ts";

export const appRouter = router({
  setup: setupRouter,
  self: selfRouter,
  today: todayRouter,
  fleet: fleetRouter,
  tunes: tunesRouter,
  probes: probesRouter,
  images: imagesRouter,
  ratings: ratingsRouter,
  proposals: proposalsRouter,
  live: liveRouter,
});
export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
