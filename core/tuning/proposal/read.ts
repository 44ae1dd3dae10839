import { parse } from "@decimalturn/toml-patch";
import { z } from "zod";
import { HEADER_START, readHeader } from "./header.ts";

const Sha = z.string().regex(/^[0-9a-f]{64}$/);

/** The `[proposal]` table as programs read it; unknown keys are ignored (TU44). */
const ProposalTable = z.object({
  version: z.literal(1),
  class: z.string(),
  base_recipe_sha: Sha,
  recipe_sha: Sha,
  verdict: z.enum(["regression", "inconclusive", "improves"]),
  method: z.string().regex(/^(gp|idw)@\d+$/),
  delta: z.number(),
  forced: z.boolean().optional(),
  reason: z.string().optional(),
});

/** What a proposal file says about itself. */
export interface ReadProposal {
  readonly class: string;
  readonly baseSha: string;
  readonly sha: string;
  readonly verdict: z.infer<typeof ProposalTable>["verdict"];
  readonly method: "gp" | "idw";
  readonly delta: number;
}

export type ProposalReading =
  | { readonly kind: "proposal"; readonly proposal: ReadProposal }
  | { readonly kind: "proposal_inconsistent"; readonly detail: string };

/** Reads header and table; differing in class or a sha they are inconsistent, and so is a file without both (TU44). */
export function readProposal(text: string): ProposalReading {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== HEADER_START) return inconsistent(`the first line is not "${HEADER_START}"`);
  const table = tableOf(text);
  if (typeof table === "string") return inconsistent(table);
  const header = readHeader(lines);
  for (const key of ["class", "base_recipe_sha", "recipe_sha"] as const) {
    const said = header.get(key) ?? "nothing";
    if (said !== table[key]) return inconsistent(`${key} is ${said} in the header and ${table[key]} in the table`);
  }
  const { class: name, base_recipe_sha: baseSha, recipe_sha: sha, verdict, delta } = table;
  const method = table.method.startsWith("gp") ? "gp" : "idw";
  return { kind: "proposal", proposal: { class: name, baseSha, sha, verdict, method, delta } };
}

function inconsistent(detail: string): ProposalReading {
  return { kind: "proposal_inconsistent", detail };
}

/** The table, or what is wrong with it in words. */
function tableOf(text: string): z.infer<typeof ProposalTable> | string {
  let document: unknown;
  try {
    document = parse(text);
  } catch (cause) {
    return `the file is not TOML: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
  const parsed = z.object({ proposal: ProposalTable }).safeParse(document);
  if (parsed.success) return parsed.data.proposal;
  const issue = parsed.error.issues[0];
  return `${issue?.path.join(".") ?? "proposal"}: ${issue?.message ?? "invalid"}`;
}
