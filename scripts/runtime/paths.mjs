import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout these scripts belong to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const NODE_FLOOR = [24, 21, 0];

function isNewEnough(version) {
  const parts = version.replace(/^v/, "").split(".").map(Number);
  for (const [index, floor] of NODE_FLOOR.entries()) {
    if (parts[index] > floor) return true;
    if (parts[index] < floor) return false;
  }
  return true;
}

/** The Node that runs the product: this one when it is new enough, else the one the dependencies brought; null when neither. */
export function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const installed = join(root, "node_modules", ".bin", "node");
  return existsSync(installed) ? installed : null;
}
