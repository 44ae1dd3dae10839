export interface LogLine {
  number: number;
  text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** The run's log as numbered lines: slices in byte order, terminal colours taken out, repeated slices once. */
export function logLines(chunks: readonly { offset: number; text: string }[]): LogLine[] {
  const byOffset = new Map(chunks.map((chunk) => [chunk.offset, chunk.text]));
  const text = [...byOffset.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, slice]) => slice)
    .join("")
    .replace(ANSI, "");
  if (text === "") return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => ({ number: index + 1, text: line }));
}

/** The lines that contain what was typed, whatever its case; all of them for nothing typed. */
export function findLines(lines: readonly LogLine[], typed: string): LogLine[] {
  const needle = typed.trim().toLowerCase();
  return needle === "" ? [...lines] : lines.filter((line) => line.text.toLowerCase().includes(needle));
}
