import { expect, test } from "vitest";
import { type Agreement, agreementLine, winnerLine } from "./winners-text.ts";

const winner = (name: string, recipeSha: string | null) => ({
  ...{ name, class: "receipt", recipeSha, wins: 5, ties: 1, losses: 2 },
});
const weak: Agreement = { alpha: 0.41, word: "not enough", winners: [winner("Ada", "a"), winner("Ben", "b")] };

test("TU33 who wins for each rater stands before disagreement is called noise", () => {
  expect(winnerLine(winner("Ada", "ab".repeat(32)))).toBe("receipt, Ada: abababababab wins (5 won, 1 tied, 2 lost)");
  expect(winnerLine(winner("Ben", null))).toContain("receipt, Ben: no recipe is ahead");
  expect(agreementLine(weak)).toBe(
    "Krippendorff's α is 0.410: not enough. Raters put different recipes first in receipt: it may be taste rather than noise.",
  );
  const same = { ...weak, winners: [winner("Ada", "a"), winner("Ben", "a")] };
  expect(agreementLine(same)).toContain("not enough. No two raters put different recipes first");
  expect(agreementLine({ ...weak, word: "firm" })).toBe("Krippendorff's α is 0.410: firm.");
  expect(agreementLine({ alpha: null, word: null, winners: [] })).toBe("No picture has scores of two raters yet.");
});
