import { CommandError } from "../../commands/command-error.ts";

export type ShareOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface ShareFlags {
  readonly log: string;
  /** Where the pictures are, found by content; null shares records only. */
  readonly inputs: string | null;
  readonly stateDir: string | null;
  readonly wantsJson: boolean;
}

/** The flags of `image share`. Throws CommandError 64 (IM46). */
export function shareFlags(options: ShareOptions): ShareFlags {
  const textOf = (name: string): string | null => {
    const value = options[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const log = textOf("log");
  if (log === null) {
    throw new CommandError("usage", "--log is missing: the feedback log to share", {
      fix: "espalier image share --help",
    });
  }
  return { log, inputs: textOf("inputs"), stateDir: textOf("stateDir"), wantsJson: options["json"] === true };
}
