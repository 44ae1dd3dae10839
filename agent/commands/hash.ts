import type { Command } from "commander";
import { RecipeDocument, recipeHash } from "../../core/autotune/recipe-hash.ts";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";

const FIX =
  "give exactly the seven keys binary_version, candidate_models, chip, knobs, model, ram_gb and target_context as one JSON object on stdin";

/** `espalier hash`: reads a recipe document on stdin and prints its recipe hash (B73). */
export function registerHash(program: Command): void {
  program
    .command("hash")
    .description("Print the recipe hash of the seven-key recipe document given as JSON on stdin.")
    .option("--debug", "print the stack of a failure")
    .action((options: { debug?: boolean }) =>
      runCommand(options, async (io) => {
        io.out(hashOf(parseDocument(await readAll(process.stdin))));
        return 0;
      }),
    );
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError("bad_data", "stdin is not UTF-8", { fix: FIX, cause });
  }
}

/** RFC 8785 has no form for a lone surrogate, so such a document has no hash. */
function hashOf(document: RecipeDocument): string {
  try {
    return recipeHash(document);
  } catch (cause) {
    throw new CommandError("bad_data", "the document holds text that is not Unicode", { fix: FIX, cause });
  }
}

function parseDocument(text: string): RecipeDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CommandError("bad_data", "stdin is not JSON", { fix: FIX, cause });
  }
  const parsed = RecipeDocument.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new CommandError("bad_data", `not a recipe document${where}: ${issue?.message ?? "invalid"}`, { fix: FIX });
}
