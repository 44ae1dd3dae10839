import { createServer } from "node:net";
import { basename } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { listProcesses } from "../../host/process-list.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { testStateDir } from "../../test/fixtures/test-agent.ts";
import { freePort } from "../../test/free-port.ts";
import { launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { liveProvider, serveArgv } from "../../test/launchd/live-provider.ts";
import { detectConflict } from "./detect.ts";
import { isServeArgv } from "./foreground.ts";

const LABEL = "org.example.provider";

test("B27, TB60 a launchd service is found before a foreground serve, that one before a listener, then nobody", async () => {
  const launchd = launchdFolder();
  const port = await freePort();
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void listener.close());
  const live = await freePort();
  const argv = serveArgv(live);
  const provider = await liveProvider(argv, live);
  launchd.addPlist(LABEL, [process.execPath, "-e", "0"]);
  await launchd.load(LABEL);
  const stateDir = testStateDir();
  const launchctl = systemLaunchctl({ PATH: `${launchd.path}:/usr/bin:/bin`, HOME: launchd.home });
  const detect = async (ownPids: readonly number[]) => {
    const processes = async () => (await listProcesses()).filter((row) => row.argv.includes(argv[1] ?? ""));
    return (await detectConflict({ port, ownPids, stateDir, processes, launchctl, providerLabel: LABEL })).conflict;
  };
  expect(await detect([])).toMatchObject({ kind: "launchdManaged", label: LABEL });
  await launchd.unload(LABEL);
  expect(await detect([])).toMatchObject({ kind: "foreground", pid: provider.pid, argv, isOwn: false });
  expect(await detect([provider.pid])).toEqual({ kind: "port_in_use", port });
  await new Promise((resolve) => listener.close(resolve));
  expect(await detect([provider.pid])).toEqual({ kind: "none" });
});

test("A27 the executable is named espalier, so that its serve process is found by basename", () => {
  expect(basename(ESPALIER_BINARY)).toBe("espalier");
  expect(isServeArgv([process.execPath, ESPALIER_BINARY, "serve"])).toBe(true);
});
