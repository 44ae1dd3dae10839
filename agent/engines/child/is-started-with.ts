/** True when a running process shows the arguments it was started with; a script shows its interpreter before them, so only the file and what follows count (A26). */
export function isStartedWith(shown: readonly string[], argv: readonly string[]): boolean {
  const [, ...args] = argv;
  const tail = args.length === 0 ? shown.slice(-1) : shown.slice(-args.length);
  return args.length > 0 && tail.join("\0") === args.join("\0");
}
