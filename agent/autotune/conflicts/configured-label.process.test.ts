import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readEnvironment } from "../../host/environment.ts";
import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { freePort } from "../../test/free-port.ts";
import { type LaunchdFolder, launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { detectConflict } from "./detect.ts";

const LABEL = "org.example.provider";
const IDLE = [process.execPath, "-e", "0"];

async function lookIn(launchd: LaunchdFolder) {
  const view = await detectConflict({
    port: await freePort(),
    ownPids: [],
    stateDir: mkdtempSync(join(tmpdir(), "espalier-detect-")),
    processes: () => Promise.resolve([]),
    launchctl: systemLaunchctl({ HOME: launchd.home, PATH: `${launchd.path}:${readEnvironment()["PATH"] ?? ""}` }),
    providerLabel: LABEL,
  });
  return view.conflict;
}

async function loaded(label: string): Promise<LaunchdFolder> {
  const launchd = launchdFolder();
  launchd.addPlist(label, IDLE);
  await launchd.load(label);
  onTestFinished(() => launchd.unload(label));
  return launchd;
}

test("TB22, B28 with a label configured it is the one that counts; the default one and com.macprovider.cli are other people's", async () => {
  expect(await lookIn(await loaded(LABEL))).toMatchObject({ kind: "launchdManaged", label: LABEL });
  for (const label of ["dev.espalier.provider", "com.macprovider.cli", `${LABEL}.helper`]) {
    expect(await lookIn(await loaded(label))).toEqual({ kind: "none" });
  }
});
