import { existsSync } from "node:fs";
import type { LaunchdManaged } from "../conflicts/detect.ts";
import type { DrainPlace, DrainStep } from "./drain-place.ts";
import { openDrain } from "./open-drain.ts";
import { servingFacts } from "./serving-facts.ts";
import { waitGone } from "./wait-gone.ts";

const NOTHING = { startTime: null, folder: null, port: null, weightsBytes: null };

/** B32: bootout after the obligation is committed, then the wait; never SIGKILL. */
export async function drainService(place: DrainPlace, service: LaunchdManaged): Promise<DrainStep> {
  const { label, pid, plist } = service;
  const { launchctl } = place.restore;
  if (!existsSync(plist)) {
    return { kind: "aborted", message: `--drain failed: ${plist} is missing, so ${label} could not be started again` };
  }
  const facts = pid === null ? NOTHING : await servingFacts(place, pid);
  const obligation = openDrain(place, { kind: "launchd", known: { label, plist, argv: [], pid, ...facts } });
  place.restore.book.change(obligation, { hasBegun: true });
  const result = await launchctl.bootout(label, Math.max(place.graceS, 1) * 1000);
  if (result.kind === "failed") return { kind: "aborted", message: `--drain failed: ${result.reason}` };
  // Without an answer it counts as loaded still, and the wait goes on.
  const isUnloaded = () =>
    launchctl.state(label).then(
      ({ isLoaded }) => !isLoaded,
      () => false,
    );
  const gone = await waitGone(place, { pid, startTime: facts.startTime, port: facts.port, isUnloaded });
  switch (gone) {
    case "gone":
      return { kind: "drained" };
    case "ended":
      return { kind: "ended" };
    case "alive":
    case "port-taken": {
      const what = gone === "alive" ? "did not end" : "left its port taken";
      return { kind: "aborted", message: `--drain failed: launchd-managed ${label} ${what} within ${place.graceS} s` };
    }
  }
}
