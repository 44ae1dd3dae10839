import { freePort } from "../free-port.ts";
import { launchdFolder } from "./launchd-folder.ts";
import { endAfterTest, serveArgv, serving } from "./live-provider.ts";

/** The label that tests configure and give their service. */
export const LABEL = "org.example.provider";

/** A launchd of its own with one service that serves; ended with the test. */
export async function liveService(label = LABEL, fixture = "provider-ready.ts") {
  const launchd = launchdFolder();
  const port = await freePort();
  const argv = serveArgv(port, fixture);
  endAfterTest(argv);
  launchd.addPlist(label, argv);
  await launchd.load(label);
  await serving(port);
  return { launchd, port, argv, pid: launchd.pid(label) };
}
