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
  expect(agreementLine(same)).toContain("not enough. Raters put the same recipe first in receipt, so they differ");
  expect(agreementLine({ ...weak, word: "firm" })).toBe("Krippendorff's α is 0.410: firm.");
  expect(agreementLine({ alpha: null, word: null, winners: [] })).toBe("No picture has scores of two raters yet.");
});

test.each([
  ["one rater alone", [winner("Ada", "a")]],
  ["winners of two classes", [winner("Ada", "a"), { ...winner("Ben", "b"), class: "graphic" }]],
  ["nobody's lead", [winner("Ada", null), winner("Ben", null)]],
  ["one lead of two", [winner("Ada", "a"), winner("Ben", null)]],
])("TU33 %s says nothing of taste or noise", (_title, winners) => {
  expect(agreementLine({ ...weak, winners })).toBe(
    "Krippendorff's α is 0.410: not enough. No class has a winner of two raters yet, so taste and noise cannot be told apart.",
  );
});
