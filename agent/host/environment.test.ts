import { homedir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ownRecipeDir } from "../imaging/recipes/resolve-recipe.ts";
import { readEnvironment } from "./environment.ts";

test("A1 IM20 an empty variable counts as absent, so that no folder becomes relative to the working folder", () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("XDG_CONFIG_HOME", "");
  vi.stubEnv("HOME", "");
  expect(ownRecipeDir(readEnvironment())).toBe(join(homedir(), ".config", "espalier", "recipes"));
});
