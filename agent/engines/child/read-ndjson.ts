import type { IncomingMessage } from "node:http";
import { parsedLine } from "./read-sse.ts";

/** The lines of an NDJSON response, parsed. */
export async function* readNdjson(response: IncomingMessage): AsyncGenerator<unknown, void, void> {
  let rest = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield parsedLine(line);
  }
  if (rest.trim() !== "") yield parsedLine(rest);
}
