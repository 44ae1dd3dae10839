import { describe, expect, test } from "vitest";
import { infeasibleReport, sizeOrderOf } from "./infeasible-report.ts";

const failures = (...models: string[]) => models.map((model) => ({ model, reason: `${model} failed` }));

describe("TB3 B55 all infeasible", () => {
  test("TB46 smallest first, labelled; the error string without the label", () => {
    const report = infeasibleReport({
      targetContext: 2000,
      failures: failures("1b", "32b"),
      candidatesBySize: sizeOrderOf(["1b", "32b"]),
    });
    expect(report.lines).toEqual([
      "autotune: no candidate fits this Mac.",
      "target context: 2000 tokens",
      "1b (smallest): 1b failed",
      "32b: 32b failed",
      "hint: lower --target-context or give another list with --candidate-models",
    ]);
    expect(report.error).toBe("1b: 1b failed; 32b: 32b failed");
  });

  test("B56 an unknown size comes last and takes the label away", () => {
    const ids = ["acme/x-7B", "acme/unknown", "acme/z-1B"];
    const report = infeasibleReport({
      targetContext: 1,
      failures: failures(...ids),
      candidatesBySize: sizeOrderOf(ids),
    });
    expect(report.error.startsWith("acme/z-1B: ")).toBe(true);
    expect(report.lines[2]).toBe("acme/z-1B: acme/z-1B failed");
    expect(report.lines[4]).toBe("acme/unknown: acme/unknown failed");
  });

  test("TB50 without a size order the reversed list stands in, unlabelled", () => {
    const report = infeasibleReport({ targetContext: 1, failures: failures("32b", "1b") });
    expect(report.error).toBe("1b: 1b failed; 32b: 32b failed");
    expect(report.lines[2]).toBe("1b: 1b failed");
  });
});
