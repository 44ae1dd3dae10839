import { ClassLabel } from "../../../core/imaging/classes.ts";
import { CommandError } from "../../commands/command-error.ts";

export type AutoOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface AutoFlags {
  readonly input: string;
  readonly output: string;
  /** Null asks the classifier. */
  readonly forcedClass: string | null;
  readonly recipeDir: string | null;
  readonly logPath: string | null;
  /** Long side in pixels before the first step; null is the full size (IM28). */
  readonly workLongSide: number | null;
  readonly wantsJson: boolean;
}

const SMALLEST_WORK_SIZE = 16;
const LARGEST_WORK_SIZE = 50_000;

const textOf = (options: AutoOptions, name: string): string | null => {
  const value = options[name];
  return typeof value === "string" ? value : null;
};

/** The flags of `image auto`. Throws CommandError 64 (IM69). */
export function autoFlags(input: string, output: string, options: AutoOptions): AutoFlags {
  const forcedClass = textOf(options, "class");
  if (forcedClass !== null && !ClassLabel.safeParse(forcedClass).success) {
    throw usage("--class must be a label such as color-photo: a-z, then at most 31 of a-z, 0-9, -");
  }
  return {
    input,
    output,
    forcedClass,
    recipeDir: textOf(options, "recipeDir"),
    logPath: textOf(options, "record"),
    workLongSide: workSize(textOf(options, "workSize")),
    wantsJson: options["json"] === true,
  };
}

function workSize(text: string | null): number | null {
  if (text === null) return null;
  const pixels = Number(text);
  if (/^\d+$/.test(text) && pixels >= SMALLEST_WORK_SIZE && pixels <= LARGEST_WORK_SIZE) return pixels;
  throw usage(`--work-size must be a whole number of pixels from ${SMALLEST_WORK_SIZE} to ${LARGEST_WORK_SIZE}`);
}

const usage = (message: string) => new CommandError("usage", message, { fix: "espalier image auto --help" });
