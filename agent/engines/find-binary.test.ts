import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findEngineBinary } from "./find-binary.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-path-"));
afterAll(() => rmSync(folder, { recursive: true }));
const binary = join(folder, "llama-server");
writeFileSync(binary, "#!/bin/sh\n");
chmodSync(binary, 0o755);
writeFileSync(join(folder, "ollama"), "not executable");
mkdirSync(join(folder, "mlx_lm.server"));

test.each([
  ["in PATH by its own name", "llama-server", null, { kind: "found", path: binary }],
  ["the embedded one has none", "embedded", null, { kind: "found", path: "" }],
  ["a configured one wins", "ollama", binary, { kind: "found", path: binary }],
  [
    "one that is not there",
    "macprovider-cli",
    null,
    { kind: "missing", message: "--engine macprovider-cli must be in PATH, or its executable named by --engine-bin" },
  ],
  [
    "a file without the right is none",
    "ollama",
    null,
    { kind: "missing", message: "--engine ollama must be in PATH, or its executable named by --engine-bin" },
  ],
  [
    "a folder is none",
    "mlx_lm.server",
    null,
    { kind: "missing", message: "--engine mlx_lm.server must be in PATH, or its executable named by --engine-bin" },
  ],
  [
    "a configured one that is not executable",
    "ollama",
    join(folder, "ollama"),
    { kind: "missing", message: `--engine-bin ${join(folder, "ollama")} must be executable` },
  ],
] as const)("A8 an engine's executable: %s", (_title, engine, configured, expected) => {
  expect(findEngineBinary(engine, configured, { PATH: `/nowhere:${folder}` })).toEqual(expected);
});
