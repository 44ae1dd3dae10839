import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnvironment } from "../host/child-environment.ts";
import { readEnvironment } from "../host/environment.ts";
import { runCommand } from "../host/run-command.ts";
import { ESPALIER_BINARY } from "../host/state-dir.ts";
import { FRONTED_ENGINES } from "../test/fixtures/engine-table.ts";
import { listEngines } from "./list-engines.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-engines-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const standInFile = (engine: string) =>
  join(import.meta.dirname, "..", "test", "engines", `${engine.replace(/[_.]/g, "-")}.ts`);

/** Installs stand-ins under the engines' own names, the Python ones with the metadata a package leaves. */
function install(engines: readonly string[]) {
  for (const engine of engines) symlinkSync(standInFile(engine), join(folder, "bin", engine));
  const packages = join(folder, "lib", "python3.12", "site-packages");
  for (const name of ["mlx_lm-0.30.5", "mlx_vlm-0.6.3"])
    mkdirSync(join(packages, `${name}.dist-info`), { recursive: true });
}

const environment = () => ({
  ...readEnvironment(),
  PATH: [join(folder, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
  XDG_CONFIG_HOME: folder,
});

const QUESTION = { only: null, configured: { engine: "embedded" as const, binary: null } };

test("A40 A45 every installed engine is listed with its version; those not installed are not missed", async () => {
  const names = FRONTED_ENGINES.map(({ engine }) => engine);
  install(names);
  const { engines, missing } = await listEngines({ ...QUESTION, environment: environment() });
  expect(engines.map(({ engine, engineVersion }) => [engine, engineVersion])).toEqual([
    ["embedded", "3.21.1"],
    ...FRONTED_ENGINES.map(({ engine, version }) => [engine, version]),
  ]);
  expect(missing).toEqual([]);
});

test("A40 without any the embedded one remains, and a configured one that is not there is named", async () => {
  const configured = { engine: "ollama" as const, binary: null };
  const { engines, missing } = await listEngines({ only: null, configured, environment: environment() });
  expect(engines.map(({ engine }) => engine)).toEqual(["embedded"]);
  expect(missing).toEqual([
    { engine: "ollama", reason: "--engine ollama must be in PATH, or its executable named by --engine-bin" },
  ]);
});

test("A40 the command lists one engine by its executable, as JSON", async () => {
  const argv = [process.execPath, ESPALIER_BINARY, "engines", "--json", "--engine", "llama-server"];
  const binary = ["--engine-bin", standInFile("llama-server")];
  const env = childEnvironment(environment());
  const { code, stdout } = await runCommand({ argv: [...argv, ...binary], env, timeoutMs: 30_000 });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).engines).toMatchObject([{ engine: "llama-server", engineVersion: "b0-00dc805" }]);
  expect((await runCommand({ argv, env, timeoutMs: 30_000 })).code).toBe(1);
});
