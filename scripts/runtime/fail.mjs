/** Ends the script with what is wrong and what to do about it. */
export function fail({ message, fix, exit = 1 }) {
  process.stderr.write(`error: ${message}\nfix: ${fix}\n`);
  process.exit(exit);
}
