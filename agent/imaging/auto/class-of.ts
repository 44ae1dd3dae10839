import { CommandError } from "../../commands/command-error.ts";
import type { ClassAnswer } from "../records/run-of-result.ts";
import type { AutoFlags } from "./auto-flags.ts";

const CLASSIFIER_VERSION = 1;

/** The class of an input: the flag's (IM11). Throws CommandError 64 without one. */
export async function classOf({ forcedClass }: AutoFlags): Promise<ClassAnswer> {
  if (forcedClass === null)
    throw new CommandError("usage", "--class is missing", { fix: "give the class of the picture" });
  return {
    class: forcedClass,
    classBy: "override",
    confidence: null,
    traits: [],
    classifierVersion: CLASSIFIER_VERSION,
    signals: {},
  };
}
