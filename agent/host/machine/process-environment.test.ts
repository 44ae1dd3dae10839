import { expect, test } from "vitest";
import { environmentOfProc, environmentOfPs } from "./process-environment.ts";

const COMMAND = "/opt/homebrew/bin/espalier serve --model org/a-7B --port 8080";

test("B33 the environment as macOS prints it after the command", () => {
  const shown = `${COMMAND} TMPDIR=/var/folders/ab/T/ HF_TOKEN=hf_abc= __CF_USER_TEXT_ENCODING=0x1F5:0x0:0x0 NOTE=two words LAST=`;
  expect(environmentOfPs(shown, COMMAND)).toEqual({
    TMPDIR: "/var/folders/ab/T/",
    HF_TOKEN: "hf_abc=",
    __CF_USER_TEXT_ENCODING: "0x1F5:0x0:0x0",
    NOTE: "two words",
    LAST: "",
  });
});

test.each([
  ["a process whose environment macOS does not show", COMMAND, COMMAND],
  ["a process that has ended", "", ""],
  ["another process under its number meanwhile", "/bin/other A=1", COMMAND],
])("B33 %s has none to read", (_title, shown, plain) => {
  expect(environmentOfPs(shown, plain)).toBeNull();
});

test("TH10 what no child may get is left out on both systems", () => {
  expect(environmentOfProc("A=1\0DYLD_INSERT_LIBRARIES=/x\0BASH_ENV=/y\0NODE_OPTIONS=--inspect\0")).toEqual({ A: "1" });
  expect(environmentOfPs(`${COMMAND} DYLD_LIBRARY_PATH=/x A=1`, COMMAND)).toEqual({ A: "1" });
  expect(environmentOfProc("")).toBeNull();
});
