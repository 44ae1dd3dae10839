import { expect, test } from "vitest";
import { ApplyRecipeInput, ApproveProposalInput, RejectProposalInput } from "./schema.ts";

const id = "11111111-1111-4111-8111-111111111111";
const HALF = "fine \ud83d";
const sha = "a".repeat(64);
const approval = { id, comment: "", snapshot: sha, liveSha: sha };

test.each([
  ["a rejection's comment", RejectProposalInput, { id, comment: HALF }, "comment"],
  ["an approval's comment", ApproveProposalInput, { ...approval, comment: HALF }, "comment"],
  ["a reason", ApproveProposalInput, { ...approval, override: { class: "photo", reason: HALF } }, "override.reason"],
  [
    "an apply's comment",
    ApplyRecipeInput,
    { class: "photo", liveSha: sha, agentIds: [id], comment: HALF, requestKey: id },
    "comment",
  ],
])("TP6 half of a character in %s is told, before the audit log would fail on it", (_what, schema, input, path) => {
  const issues = schema.safeParse(input).error?.issues.map((issue) => [issue.path.join("."), issue.message]);
  expect(issues).toEqual([[path, "holds half of a character"]]);
});
