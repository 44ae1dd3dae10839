// `npm run bench:peers [-- <id>|all] [--rng-key N]`: the same figures of other tools; installs their Debian packages itself.
import { spawnSync } from "node:child_process";
import { parseBenchCommand } from "./arguments.ts";
import { runBench } from "./run-bench.ts";

/** Debian's own tools, by path. */
const APT_GET = "/usr/bin/apt-get";
const DPKG_QUERY = "/usr/bin/dpkg-query";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function isInstalled(name: string): boolean {
  const asked = spawnSync(DPKG_QUERY, ["-W", "-f", "$" + "{db:Status-Status}", name], { encoding: "utf8" });
  return asked.status === 0 && asked.stdout === "installed";
}

function install(names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  say(`installing ${missing.join(", ")}`);
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...missing],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status } = spawnSync(APT_GET, args, { stdio: ["ignore", "ignore", "inherit"], env });
    if (status !== 0) throw new Error(`apt-get ${args[0]} failed; the peers need Debian and root`);
  }
}

const argv = process.argv.slice(2);
const hasId = argv.some((word) => !word.startsWith("--") && Number.isNaN(Number(word)));
try {
  const { benches, isCi, rngKey } = parseBenchCommand(hasId ? argv : ["all", ...argv]);
  const command = `npm run bench:peers -- ${argv.join(" ")}`.trim();
  for (const bench of benches) {
    if (bench.peers.run === null) continue;
    install(bench.peers.debianPackages);
    await runBench({ bench, mode: "peers", command, options: { isCi, rngKey, say }, run: bench.peers.run });
  }
} catch (cause) {
  process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
