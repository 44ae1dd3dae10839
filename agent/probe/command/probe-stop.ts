/** What ends a probe early: a signal, or the agent that started it and went away. */
export interface ProbeStop {
  readonly signal: AbortSignal;
  /** The signal that asked, null while nobody did. */
  asked(): "SIGINT" | "SIGTERM" | null;
  unhook(): void;
}

/** Ctrl-C and SIGTERM end every wait within the tick; so does, for the agent's child, the end of its standard input. */
export function hookProbeStop(options: { followsInput: boolean }): ProbeStop {
  const control = new AbortController();
  let by: "SIGINT" | "SIGTERM" | null = null;
  const stop = (name: "SIGINT" | "SIGTERM") => {
    by ??= name;
    control.abort();
  };
  const onInt = () => stop("SIGINT");
  const onTerm = () => stop("SIGTERM");
  process.on("SIGINT", onInt);
  process.on("SIGTERM", onTerm);
  if (options.followsInput) {
    process.stdin.resume();
    process.stdin.once("close", onTerm);
    process.stdin.once("end", onTerm);
  }
  return {
    signal: control.signal,
    asked: () => by,
    unhook: () => {
      process.off("SIGINT", onInt);
      process.off("SIGTERM", onTerm);
      if (options.followsInput) process.stdin.destroy();
    },
  };
}
