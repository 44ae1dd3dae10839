import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "../host/process.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";

/** A recipe of the older tool with one comment. */
export const RECIPE = `# the older tool's recipe
class = "color-photo"

[[step]]
op = "local-contrast" # a person's remark
strength = 60
sigma = 0.75
`;

/** A digest that names its number. */
export function hex(n: number) {
  return n.toString(16).padStart(64, "0");
}

/** The steps of a run of that recipe. */
export function steps(strength: number) {
  return [{ args: { sigma: 0.75, strength }, op: "local-contrast" }];
}

interface LogShape {
  readonly runs: number;
  scoreOf(index: number): number;
  strengthOf(index: number): number;
}

/** 25 runs, five strengths that are scored 1 to 5. */
export const RISING: LogShape = {
  runs: 25,
  scoreOf: (index) => 1 + (index % 5),
  strengthOf: (index) => 40 + 10 * (index % 5),
};

/** A log of the older tool: each run followed by its rating. */
export function v1Log({ runs, scoreOf, strengthOf }: LogShape): string {
  return Array.from({ length: runs }, (_, index) => {
    const input_blake3 = hex(index + 1);
    const ts_unix_ms = 1000 * index;
    const run = {
      kind: "run",
      ts_unix_ms,
      input_blake3,
      class: "color-photo",
      recipe_sha: "old",
      steps: steps(strengthOf(index)),
      output_blake3: hex(900 + index),
      duration_ms: 5,
    };
    return `${JSON.stringify(run)}\n${JSON.stringify({ kind: "rating", ts_unix_ms: ts_unix_ms + 1, input_blake3, score: scoreOf(index) })}\n`;
  }).join("");
}

/** A scratch folder with the recipe and a log. */
export async function folder(log: string) {
  const dir = await mkdtemp(join(tmpdir(), "tuner-"));
  await writeFile(join(dir, "color-photo.toml"), RECIPE);
  await writeFile(join(dir, "log.ndjson"), log);
  return dir;
}

/** Runs `espalier tuner` on a folder. */
export async function tuner(dir: string, ...args: string[]) {
  const said = { stdout: "", stderr: "" };
  const started = await startProcess({
    argv: [process.execPath, ESPALIER_BINARY, "tuner", ...args, "--recipe-dir", dir],
    env: { PATH: "/usr/bin:/bin", HOME: dir },
    stdin: "ignore",
    output: "pipe",
    onOutput: (chunk, stream) => {
      said[stream] += chunk.toString("utf8");
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const { code } = await started.process.exited;
  return { code, ...said };
}

/** A file of the folder as text. */
export const read = (dir: string, name: string) => readFile(join(dir, name), "utf8");
export const logOf = (dir: string) => join(dir, "log.ndjson");

/** A UUID that names its number. */
export function uuid(n: number) {
  return `019ad000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
}
