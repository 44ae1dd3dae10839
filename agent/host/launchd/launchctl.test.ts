import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pidOfPrint, systemLaunchctl } from "./launchctl.ts";

// As `launchctl print gui/501/<label>` of macOS 15 prints it, shortened.
const RUNNING = `gui/501/dev.espalier.provider = {
	active count = 1
	path = /Users/ada/Library/LaunchAgents/dev.espalier.provider.plist
	type = LaunchAgent
	state = running

	program = /usr/local/bin/espalier
	last exit code = (never exited)
	pid = 812
	immediate reason = speculative
}
`;

test("B28 the pid of a running service, none of a loaded one that does not run", () => {
  expect(pidOfPrint(RUNNING)).toBe(812);
  expect(pidOfPrint(RUNNING.replace(/.*pid = .*\n/, ""))).toBeNull();
});

test("B28 a machine without launchctl has no services", async () => {
  const launchctl = systemLaunchctl({ PATH: "/nowhere", HOME: "/home/ada" });
  expect(await launchctl.list()).toBeNull();
  expect(await launchctl.state("dev.espalier.provider")).toEqual({ isLoaded: false, pid: null });
  expect(launchctl.plistOf("a.b")).toBe("/home/ada/Library/LaunchAgents/a.b.plist");
});

test("B28 a launchctl that ends without an answer says nothing about services", async () => {
  const bin = mkdtempSync(join(tmpdir(), "espalier-launchctl-"));
  writeFileSync(join(bin, "launchctl"), "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
  const launchctl = systemLaunchctl({ PATH: bin, HOME: "/home/ada" });
  await expect(launchctl.list()).rejects.toThrow("launchctl did not answer");
  await expect(launchctl.state("dev.espalier.provider")).rejects.toThrow("launchctl did not answer");
});
