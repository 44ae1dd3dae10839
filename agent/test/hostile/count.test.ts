import { expect, test } from "vitest";
import { HOSTILE_COMMANDS } from "./command-lines.ts";
import { HOSTILE_ENVIRONMENTS, HOSTILE_SERVE_CONFIGS, HOSTILE_TUNE_CONFIGS } from "./config-files.ts";
import { HOSTILE_MODELS } from "./gguf-files.ts";
import { HOSTILE_STREAMS } from "./sse-streams.ts";
import { HOSTILE_YAML } from "./yaml-files.ts";

const COUNTS = {
  "command lines": HOSTILE_COMMANDS.length,
  configurations: HOSTILE_SERVE_CONFIGS.length + HOSTILE_ENVIRONMENTS.length + HOSTILE_TUNE_CONFIGS.length,
  "GGUF files": HOSTILE_MODELS.length,
  streams: HOSTILE_STREAMS.length,
  "YAML files": HOSTILE_YAML.length,
} as const;

test.each(Object.entries(COUNTS))("at least thirty hostile %s", (_kind, count) => {
  expect(count).toBeGreaterThanOrEqual(30);
});

test("at least two hundred hostile inputs in all", () => {
  const all = Object.values(COUNTS).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`hostile inputs: ${all} ${JSON.stringify(COUNTS)}\n`);
  expect(all).toBeGreaterThanOrEqual(200);
});
