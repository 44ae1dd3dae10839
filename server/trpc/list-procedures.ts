import { z } from "zod";
import { Permission } from "../../core/access/roles.ts";
import { appRouter } from "./router.ts";

const Definition = z.object({
  type: z.enum(["query", "mutation", "subscription"]),
  meta: z.object({ can: Permission }).optional(),
  inputs: z.array(z.unknown()),
  output: z.unknown().optional(),
});
const Procedure = z.custom<{ _def: unknown }>((value) => typeof value === "function" && "_def" in value);

/** What is known of every procedure, by its path; the type of the router nests them, the router itself keeps them flat. */
export function listProcedures(): Map<string, z.infer<typeof Definition>> {
  const entries = Object.entries(z.record(z.string(), Procedure).parse(appRouter._def.procedures));
  return new Map(entries.map(([path, procedure]) => [path, Definition.parse(procedure._def)]));
}
