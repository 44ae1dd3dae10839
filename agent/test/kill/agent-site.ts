import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { type PlaneServer, planOf } from "../fixtures/plane-server.ts";
import { MODELS, type Site } from "./killed-run.ts";

/** Lets the site's agent drain, and measure with the stand-in executable. */
export function prepareAgent(site: Site, plane: PlaneServer): void {
  const { ESPALIER_PROVIDER_BIN } = site.env;
  mkdirSync(join(site.folder, "config", "espalier"), { recursive: true });
  writeFileSync(join(site.folder, "config", "espalier", "config.yaml"), `provider_bin: ${ESPALIER_PROVIDER_BIN}\n`);
  const policy = "version: 1\nremote_drain: true\nmodels: {allow: ['org/*']}\nstart: {require_ac: false}\n";
  writeFileSync(join(site.stateDir, "policy.yaml"), policy, { mode: 0o600 });
  writeFileSync(join(site.stateDir, "token"), plane.joinToken, { mode: 0o600 });
}

/** The real agent of the site, enrolled at the console. */
export async function startAgent(site: Site, plane: PlaneServer): Promise<OwnedProcess> {
  const { ESPALIER_PROVIDER_BIN: _stripped, ...env } = site.env;
  const place = ["--state-dir", site.stateDir, "--console", plane.url, "--token-file", join(site.stateDir, "token")];
  const started = await startProcess({ argv: [process.execPath, ESPALIER_BINARY, "run", ...place], env });
  if (started.kind === "failed") throw new Error(started.reason);
  return started.process;
}

/** A tune with a drain approval, offered by the console; returns its run id. */
export async function offerDrainingTune(site: Site, plane: PlaneServer): Promise<string> {
  const runId = randomUUID();
  const params = {
    runId,
    plan: { ...planOf([...MODELS]), maxBatchAxis: [1, 2] },
    engine: "embedded",
    port: site.port,
    drainApproval: { approvedBy: "ada", at: new Date().toISOString(), runId },
  };
  const job = { jobId: randomUUID(), runId, fence: "1.1", models: [...MODELS], change: { params } };
  plane.push(await plane.offerTune(job));
  return runId;
}
