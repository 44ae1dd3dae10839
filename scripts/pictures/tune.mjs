import { at, ended, progressWhere, textAt } from "../../e2e/fixtures/small-tune.ts";
import { draw, open } from "./draw.mjs";

/** One tune of the practice list, while it runs and after, and the fleet it belongs to. */
export async function drawTune(stage, machine) {
  const { api } = stage;
  const options = await api.query("tunes.options", { id: machine });
  const request = {
    agentId: machine,
    list: "practice",
    flags: at(options, "lists.0.flags"),
    requestKey: crypto.randomUUID(),
  };
  const id = textAt(await api.mutate("tunes.request", request), "tuneRunId");
  const page = await open(stage, "light");
  await progressWhere(
    api,
    id,
    (progress) => at(progress, "phase") === "stage2" && Number(at(progress, "cell.index")) >= 3,
  );
  await draw({ page, path: `/tunes/${id}`, name: "tune-running", ready: "What is it measuring now?" });
  await ended(api, id, 300_000);
  await draw({ page, path: `/tunes/${id}`, name: "tune-run-light", ready: "Serve it" });
  await draw({ page: await open(stage, "dark"), path: `/tunes/${id}`, name: "tune-run-dark", ready: "Serve it" });
  await draw({ page, path: `/tunes/new?mac=${machine}`, name: "new-tune", ready: "autotune: dry run" });
  await draw({ page, path: "/fleet", name: "fleet", ready: "this console" });
}
