import { parseDocument } from "@decimalturn/toml-patch";
import { headerLength } from "./header.ts";

/** A recipe's text without header and `[proposal]` table of an earlier promotion; people's comments and spacing stay (TU46). */
export function stripProposal(text: string): string {
  const lines = text.split("\n");
  const dropped = proposalLines(text);
  const first = Math.min(...dropped);
  if (Number.isFinite(first) && (lines[first - 1] ?? "x").trim() === "") dropped.add(first - 1);
  const header = headerLength(lines.map((line) => line.replace(/\r$/, "")));
  return lines.filter((_, index) => index >= header && !dropped.has(index)).join("\n");
}

/** Line indices of the table's heading and keys; a comment inside the table is a person's and stays. */
function proposalLines(text: string): Set<number> {
  const lines = new Set<number>();
  const add = ({ loc }: { loc: { start: { line: number }; end: { line: number } } }) => {
    for (let line = loc.start.line; line <= loc.end.line; line += 1) lines.add(line - 1);
  };
  for (const block of parseDocument(text).cst) {
    if (!("items" in block) || block.key.item.value[0] !== "proposal") continue;
    add(block.key);
    for (const item of block.items) if ("key" in item) add(item);
  }
  return lines;
}
