/** The console cannot start or go on; `fix` tells a person what to do. */
export class StartError extends Error {
  readonly fix: string;

  constructor(message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StartError";
    this.fix = fix;
  }
}
