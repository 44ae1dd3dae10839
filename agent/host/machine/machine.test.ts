import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "../child-environment.ts";
import { inodesListeningOn } from "../port-owner.ts";
import { resolveStateDir } from "../state-dir.ts";
import { macIdentity } from "./mac-identity.ts";
import { ramGbOf, readMachineFacts } from "./machine-facts.ts";
import { machineIdOf } from "./machine-id.ts";
import { readMacSignals } from "./signals.ts";

test.each([
  [24 * 2 ** 30, 24],
  [2 ** 30 * 7.6, 8],
  [1, 1],
  [0, 1],
  [Number.NaN, 1],
])("TB58, B94 %d bytes of memory are %i GiB, never 0", (bytes, expected) => {
  expect(ramGbOf(bytes)).toBe(expected);
});

test("B94, B127 the facts of this machine are whole", async () => {
  const facts = await readMachineFacts(tmpdir());
  expect(facts.machineId).toMatch(/^[0-9a-f]{64}$/);
  expect(facts.ramGb).toBeGreaterThanOrEqual(1);
  expect(facts.chip).not.toBe("");
});

test("B127 a machine id is keyed, so it is no plain hash of a serial number", () => {
  expect(machineIdOf("C02XXXX/UUID")).not.toBe(machineIdOf("C02XXXY/UUID"));
});

const RECORDED: Record<string, string> = {
  "sysctl -n machdep.cpu.brand_string": "Apple M2\n",
  "sw_vers -productName": "macOS\n",
  "sw_vers -productVersion": "26.1\n",
  "sw_vers -buildVersion": "25B78\n",
  "ioreg -rd1 -c IOPlatformExpertDevice": '  "IOPlatformSerialNumber" = "C02ABC"\n  "IOPlatformUUID" = "1111-2222"\n',
  "sysctl -n iogpu.wired_limit_mb": "0\n",
  "notifyutil -g com.apple.system.thermalpressurelevel": "com.apple.system.thermalpressurelevel 2\n",
  "sysctl -n kern.memorystatus_vm_pressure_level": "1\n",
  "pmset -g batt": "Now drawing from 'Battery Power'\n -InternalBattery-0 80%; discharging\n",
  "pmset -g": "System-wide power settings:\n lowpowermode         1\n",
};
const recorded = (argv: readonly string[]) => Promise.resolve(RECORDED[argv.join(" ")] ?? "");

test("B94 a Mac's identity comes from its recorded commands", async () => {
  expect(await macIdentity(recorded)).toEqual({
    platformId: "C02ABC/1111-2222",
    chip: "Apple M2",
    os: "macOS",
    osVersion: "26.1 (25B78)",
    workingSetBytes: null,
  });
  expect((await macIdentity(() => Promise.resolve(""))).chip).toBe("unknown");
});

test("B116 a Mac's signals come from its recorded commands, unreadable ones are null", async () => {
  expect(await readMacSignals(recorded)).toEqual({
    thermalLevel: 2,
    memoryPressureLevel: 1,
    powerSource: "battery",
    isLowPowerMode: true,
  });
  expect(await readMacSignals(() => Promise.resolve(""))).toEqual({
    thermalLevel: null,
    memoryPressureLevel: null,
    powerSource: null,
    isLowPowerMode: null,
  });
});

test("B99 a child gets path, home, locale, temp, XDG and hub cache, never the user's knobs", () => {
  const own = { PATH: "/bin", HOME: "/h", LC_ALL: "C", XDG_CACHE_HOME: "/c", HF_HOME: "/m", ESPALIER_KV_BITS: "8" };
  expect(Object.keys(childEnvironment({ ...own, NODE_OPTIONS: "--inspect" }))).toEqual([
    "PATH",
    "HOME",
    "LC_ALL",
    "XDG_CACHE_HOME",
    "HF_HOME",
  ]);
});

test("a state folder is the flag's, then the environment's, then the checkout's, then the user's", () => {
  const checkout = mkdtempSync(join(tmpdir(), "espalier-root-"));
  mkdirSync(join(checkout, "server"));
  writeFileSync(join(checkout, "server", "main.ts"), "");
  expect(resolveStateDir("/a", { ESPALIER_STATE_DIR: "/b" }, checkout)).toBe("/a");
  expect(resolveStateDir(null, { ESPALIER_STATE_DIR: "/b" }, checkout)).toBe("/b");
  expect(resolveStateDir(null, {}, checkout)).toBe(join(checkout, "data", "house-agent"));
  expect(resolveStateDir(null, { HOME: "/h" }, "/nowhere")).toBe("/h/.local/state/espalier");
  expect(resolveStateDir(null, { HOME: "/h", XDG_STATE_HOME: "/s" }, "/nowhere")).toBe("/s/espalier");
});

test("B23 only sockets in state LISTEN on the port count", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:46A0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 777 1
   1: 0100007F:46A0 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 778 1
   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 779 1`;
  expect(inodesListeningOn(table, 18_080)).toEqual(["777"]);
});
