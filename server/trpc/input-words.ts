import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** How zod begins its own words; any other message of an issue was written here, for people. */
const ZODS_OWN = /^(Invalid|Too big|Too small|Unrecognized)\b/;

/** H-35: what is wrong with a request, in one sentence that names the field; of several faults the first. */
export function inputWords(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "The request cannot be read.";
  const field = fieldOf(issue.path);
  return ZODS_OWN.test(issue.message) ? `${field} ${faultOf(issue)}.` : `${field}: ${issue.message}.`;
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "The request";
  return path
    .map((part, place) => (typeof part === "number" ? `[${part}]` : `${place === 0 ? "" : "."}${String(part)}`))
    .join("");
}

function faultOf(issue: Issue): string {
  switch (issue.code) {
    case "too_big":
      return beyond(issue.origin, { above: true, limit: issue.maximum });
    case "too_small":
      return beyond(issue.origin, { above: false, limit: issue.minimum });
    case "unrecognized_keys":
      return `may not hold ${issue.keys.join(", ")}`;
    case "invalid_type":
      return `is missing or not of type ${issue.expected}`;
    default:
      return "is no value that can be taken";
  }
}

function beyond(origin: string, { above, limit }: { above: boolean; limit: number | bigint }): string {
  const count = limit.toLocaleString("en-US");
  switch (origin) {
    case "string":
      return `is ${above ? "longer" : "shorter"} than ${count} ${limit === 1 || limit === 1n ? "character" : "characters"}`;
    case "array":
    case "set":
      return `holds ${above ? "more" : "fewer"} than ${count} ${limit === 1 || limit === 1n ? "entry" : "entries"}`;
    default:
      return `is ${above ? "above" : "below"} ${count}`;
  }
}
