import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./fail.mjs";
import { findNode, root } from "./paths.mjs";

const stampFile = join(root, "node_modules", ".espalier-stamp");

function wantedStamp() {
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  return `${lock.digest("hex")} ${process.platform}-${process.arch}`;
}

/** Installs the locked dependencies unless they are there; returns the Node to run the product with. */
export function ensureInstalled() {
  const stamp = wantedStamp();
  const isCurrent = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (!isCurrent) {
    process.stdout.write("espalier: installing the locked dependencies (once, about a minute)\n");
    const env = { ...process.env };
    delete env.NODE_ENV;
    const result = spawnSync("npm", ["ci", "--include=dev", "--loglevel=error"], {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (result.status !== 0) {
      fail({
        message: "the dependencies could not be installed",
        fix: "read npm's message above; the package registry must be reachable once",
      });
    }
    writeFileSync(stampFile, stamp);
  }
  const node = findNode();
  if (node === null) {
    fail({
      message: `Node ${process.version} is too old for the product`,
      fix: "install Node 24.21 or newer and start again",
    });
  }
  return node;
}
