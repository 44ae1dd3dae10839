import { runCommand } from "../run-command.ts";
import type { PlatformIdentity } from "./platform-identity.ts";
import type { CommandText } from "./signals.ts";

const runText: CommandText = async (argv) => (await runCommand({ argv, timeoutMs: 5000 })).stdout;

/** Chip, OS build and platform id of a Mac from `sysctl`, `sw_vers` and `ioreg`. */
export async function macIdentity(run: CommandText = runText): Promise<PlatformIdentity> {
  const [brand, name, version, build, registry, wired] = await Promise.all([
    run(["sysctl", "-n", "machdep.cpu.brand_string"]),
    run(["sw_vers", "-productName"]),
    run(["sw_vers", "-productVersion"]),
    run(["sw_vers", "-buildVersion"]),
    run(["ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]),
    run(["sysctl", "-n", "iogpu.wired_limit_mb"]),
  ]);
  const read = (key: string) => new RegExp(`"${key}" = "([^"]+)"`).exec(registry)?.[1] ?? "";
  const limitMb = Number(wired.trim());
  return {
    platformId: `${read("IOPlatformSerialNumber")}/${read("IOPlatformUUID")}`,
    chip: brand.trim() || "unknown",
    os: name.trim() || "macOS",
    osVersion: `${version.trim() || "unknown"}${build.trim() === "" ? "" : ` (${build.trim()})`}`,
    // Zero means "system default", which only the Metal device knows.
    workingSetBytes: Number.isInteger(limitMb) && limitMb > 0 ? limitMb * 1_048_576 : null,
  };
}
