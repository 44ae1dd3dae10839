import { describe, expect, test } from "vitest";
import { type ApprovalFacts, decideApproval } from "./decide-approval.ts";
import { approvalFlags, type FlagFacts, overrideCauses } from "./flags.ts";

const strong = { pairs: 52, pairedInputs: 40, alpha: 0.8, sharedItems: 20, confounding: [] };
const flagsOf = (change: Partial<FlagFacts>) =>
  approvalFlags({
    origin: "tune",
    verdict: "improves",
    hasInterval: true,
    baseSha: "a",
    recipeSha: "n",
    liveSha: "a",
    isConfirmed: true,
    evidence: strong,
    ...change,
  });

describe("what speaks against a proposal", () => {
  test.each([
    ["a confirmed gain", {}, []],
    ["a regression", { verdict: "regression" }, ["regression"]],
    ["an inconclusive one", { verdict: "inconclusive" }, ["inconclusive"]],
    ["an unconfirmed one", { isConfirmed: false }, ["unconfirmed"]],
    ["a changed live recipe", { liveSha: "b", isConfirmed: false }, ["stale", "unconfirmed"]],
    ["39 pairs", { evidence: { ...strong, pairs: 39 } }, ["thin"]],
    ["14 inputs", { evidence: { ...strong, pairedInputs: 14 } }, ["thin"]],
    ["confounded arguments", { evidence: { ...strong, confounding: ["x rises with noise"] } }, ["fragile"]],
    ["raters who disagree", { evidence: { ...strong, alpha: 0.66 } }, ["fragile"]],
    ["an α over too few shared items", { evidence: { ...strong, alpha: 0.1, sharedItems: 9 } }, []],
    ["a roll back", { origin: "roll_back", verdict: null, evidence: null, isConfirmed: false }, []],
    [
      "another text of the live sha, which changes no pixel",
      { origin: "edit", recipeSha: "a", isConfirmed: false },
      [],
    ],
    ["a saved text", { origin: "edit", verdict: null, evidence: null, isConfirmed: false }, ["unconfirmed"]],
  ] satisfies [string, Partial<FlagFacts>, string[]][])("TU50 %s", (_title, change, expected) => {
    expect(flagsOf(change).map(({ flag }) => flag)).toEqual(expected);
  });

  test("TU50 a method without an interval is not said to have one that reaches 0", () => {
    const textOf = (hasInterval: boolean) => flagsOf({ verdict: "inconclusive", hasInterval })[0]?.text;
    expect(textOf(true)).toContain("the interval of the prediction reaches 0");
    expect(textOf(false)).toBe("A gain is not shown: this method tells no interval.");
  });

  test("TU50 thin and fragile are said but need no override", () => {
    const flags = flagsOf({ verdict: "inconclusive", evidence: { ...strong, pairs: 1, confounding: ["x"] } });
    expect(overrideCauses(flags)).toEqual(["inconclusive"]);
  });
});

const decide = (change: Partial<ApprovalFacts>) =>
  decideApproval({
    class: "color-photo",
    state: "open",
    hasFourEyes: true,
    isProposer: false,
    baseSha: "a",
    recipeSha: "n",
    liveSha: "a",
    shownLiveSha: "a",
    snapshot: "s",
    shownSnapshot: "s",
    causes: [],
    override: null,
    ...change,
  });
const override = { class: "color-photo", reason: "checked by eye" };

describe("whether it may become live", () => {
  test.each([
    ["one without flags", {}, { kind: "approve", isForced: false }],
    ["an expired one", { state: "expired" }, { kind: "closed", state: "expired" }],
    ["a superseded one", { state: "superseded" }, { kind: "closed", state: "superseded" }],
    ["a rejected one", { state: "rejected" }, { kind: "closed", state: "rejected" }],
    ["the proposer's own", { isProposer: true }, { kind: "four_eyes" }],
    ["the proposer's own without four eyes", { isProposer: true, hasFourEyes: false }, { kind: "approve" }],
    ["one that is live already", { liveSha: "n", shownLiveSha: "n" }, { kind: "already_live" }],
    ["one whose base changed", { liveSha: "b", shownLiveSha: "b" }, { kind: "stale", pinned: "a", live: "b" }],
    ["a page that shows another content", { shownSnapshot: "t" }, { kind: "changed" }],
    ["a flag without override", { causes: ["regression"] }, { kind: "override_needed", lacks: "override" }],
    [
      "a flag with another class typed",
      { causes: ["regression"], override: { ...override, class: "photo" } },
      { kind: "override_needed", lacks: "class" },
    ],
    [
      "a flag with nine characters and blanks",
      { causes: ["unconfirmed"], override: { ...override, reason: "  too short " } },
      { kind: "override_needed", lacks: "reason" },
    ],
    ["a flag with a reason", { causes: ["unconfirmed"], override }, { kind: "approve", isForced: true }],
    [
      "a stale one by force",
      { liveSha: "b", shownLiveSha: "b", causes: ["stale"], override },
      { kind: "approve", isForced: true },
    ],
  ] satisfies [string, Partial<ApprovalFacts>, object][])("AP1 AP3 AP5 AP7 TU50 %s", (_title, change, expected) => {
    expect(decide(change)).toMatchObject(expected);
  });

  test("TU50 AP1 force is pinned to the live recipe that was shown: when it changes again the act is refused", () => {
    const again = decide({ liveSha: "c", shownLiveSha: "b", causes: ["stale"], override });
    expect(again).toEqual({ kind: "stale", pinned: "b", live: "c" });
  });
});
