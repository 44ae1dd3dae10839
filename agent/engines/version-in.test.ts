import { expect, test } from "vitest";
import { versionIn } from "./version-in.ts";

test.each([
  ["llama-server names build and commit", "version: 7062 (9b17d74)\nbuilt with Apple clang 17.0.0", "b7062-9b17d74"],
  ["ollama says it in a sentence", "ollama version is 0.12.6\n", "0.12.6"],
  ["ollama without a server warns first", "Warning: could not connect\nWarning: client version is 0.12.6\n", "0.12.6"],
  ["a bare version", "1.8.0\n", "1.8.0"],
  ["a pre-release", "macprovider-cli 1.9.0-beta.2", "1.9.0-beta.2"],
  ["none", "usage: tool [-h]\n", null],
])("A45 %s", (_title, text, expected) => {
  expect(versionIn(text)).toBe(expected);
});
