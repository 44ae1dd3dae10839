import { expect, test } from "vitest";
import { startProcess } from "../host/process.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";

async function hash(input: string) {
  const said = { stdout: "", stderr: "" };
  const started = await startProcess({
    argv: [process.execPath, ESPALIER_BINARY, "hash"],
    env: { PATH: "/usr/bin:/bin" },
    stdin: "pipe",
    output: "pipe",
    onOutput: (chunk, stream) => {
      said[stream] += chunk.toString("utf8");
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  started.process.write(input);
  started.process.closeStdin();
  const { code } = await started.process.exited;
  return { code, ...said };
}

const REFERENCE = `{"binary_version":"1.4.0","candidate_models":["mlx-community/Qwen2.5-Coder-7B-Instruct-4bit","mlx-community/Llama-3.2-3B-Instruct-4bit"],"chip":"Apple M2","knobs":{"kv_bits":4,"max_concurrency_override":1,"max_context_override":4000},"model":"mlx-community/Qwen2.5-Coder-7B-Instruct-4bit","ram_gb":16,"target_context":4000}`;

test("B76 espalier hash prints the reference value, whatever the key order", async () => {
  const expected = "sha256:eb5f8f90c09c2bbcec0dca6f42c203c25a7a8d403a734c6a81379b14ad702f9d\n";
  expect(await hash(REFERENCE)).toEqual({ code: 0, stdout: expected, stderr: "" });
  const turned = Object.fromEntries(Object.entries(JSON.parse(REFERENCE)).reverse());
  expect((await hash(JSON.stringify(turned, null, 2))).stdout).toBe(expected);
});

test.each([
  ["no JSON", "nothing"],
  ["an eighth key", REFERENCE.replace("{", '{"run_id":"x",')],
  ["a missing key", "{}"],
  ["a lone surrogate", REFERENCE.replace("Apple M2", "\\ud800")],
  ["a machine without memory", REFERENCE.replace('"ram_gb":16', '"ram_gb":0')],
])("console.md section 11: %s is bad data, exit 65 with error and fix lines", async (_title, input) => {
  const result = await hash(input);
  expect(result).toMatchObject({ code: 65, stdout: "" });
  expect(result.stderr).toMatch(/^error: .*\nfix: .*\n$/);
});
