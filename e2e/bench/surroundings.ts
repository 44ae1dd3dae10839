import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";

export const root = join(import.meta.dirname, "..", "..");

export const Surroundings = z.strictObject({
  machine: z.strictObject({ cpu: z.string(), cores: z.number(), memoryGb: z.number(), os: z.string() }),
  /** 1, 5 and 15 minutes, before the run. */
  load: z.array(z.number()).length(3),
  versions: z.record(z.string(), z.string()),
});
type Surroundings = z.infer<typeof Surroundings>;

const Package = z.object({ version: z.string() });

function sourceCommit(): string {
  const git = spawnSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: root, encoding: "utf8" });
  return git.status === 0 ? git.stdout.trim() : "unknown";
}

/** Where and on what a bench runs. */
export function readSurroundings(): Surroundings {
  const processors = cpus();
  const { version } = Package.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  return {
    machine: {
      cpu: processors[0]?.model.trim() ?? "unknown",
      cores: processors.length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      os: `${platform()} ${release()} ${arch()}`,
    },
    load: loadavg().map((value) => Math.round(value * 100) / 100),
    versions: { espalier: version, commit: sourceCommit(), node: process.versions.node },
  };
}
