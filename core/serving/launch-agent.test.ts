import { expect, test } from "vitest";
import { launchAgentPlist } from "./launch-agent.ts";

const plist = launchAgentPlist({
  label: "dev.espalier.provider",
  argv: ["/opt/espalier/bin/espalier", "serve", "--model", "acme/<x>&y"],
  logPath: "/Users/me/Library/Logs/espalier.log",
});

const after = (key: string) => new RegExp(`<key>${key}</key>\\s*(.+)`).exec(plist)?.[1];

test.each([
  ["Label", "<string>dev.espalier.provider</string>"],
  ["RunAtLoad", "<true/>"],
  ["SuccessfulExit", "<false/>"],
  ["ProcessType", "<string>Interactive</string>"],
  ["ThrottleInterval", "<integer>30</integer>"],
  ["ExitTimeOut", "<integer>45</integer>"],
])("A28 the managed provider's LaunchAgent: %s is %s", (key, value) => {
  expect(after(key)).toBe(value);
});

test("A28 KeepAlive is the condition alone, and arguments are an escaped array", () => {
  expect(plist).toMatch(/<key>KeepAlive<\/key>\s*<dict>\s*<key>SuccessfulExit<\/key>\s*<false\/>\s*<\/dict>/);
  expect(plist).toContain(
    "    <string>serve</string>\n    <string>--model</string>\n    <string>acme/&lt;x&gt;&amp;y</string>\n  </array>",
  );
});
