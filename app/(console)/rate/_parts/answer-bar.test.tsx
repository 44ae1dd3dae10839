import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { KeysProvider } from "../../../_keys/keys-provider.tsx";
import { AnswerBar } from "./answer-bar.tsx";

const nothing = () => undefined;
const ACTIONS = { score: nothing, verdict: nothing, skip: nothing, clear: nothing, undo: nothing };

/** The buttons of the bar as a person meets them. */
function buttons(isPair: boolean, cannot: string | null): string[] {
  const actions = { ...ACTIONS, isPair, toggleAdvance: nothing, note: nothing };
  const entry = {
    item: {
      viewId: "v",
      tokens: { before: "b", output: "o", left: null, right: null, previous: null },
      term: "random" as const,
      revealed: null,
    },
    answer: null,
    outcome: null,
  };
  const bar = <AnswerBar entry={entry} actions={actions} cannot={cannot} isAdvancing={true} />;
  return renderToStaticMarkup(<KeysProvider>{bar}</KeysProvider>).match(/<button.*?<\/button>/g) ?? [];
}

test("IM58 every answer is one press without a modifier, and its key stands on its button", () => {
  const keys = (all: readonly string[]) => all.map((one) => /<kbd[^>]*>([^<]*)</.exec(one)?.[1] ?? "none");
  expect(keys(buttons(false, null)).slice(0, 6)).toEqual(["1", "2", "3", "4", "5", "0"]);
  expect(keys(buttons(true, null)).slice(0, 4)).toEqual(["1", "2", "3", "4"]);
  for (const key of keys(buttons(false, null))) expect(key).toMatch(/^[0-9A-Za-z?]$/);
});

test("IM67 who may not rate sees every answer disabled with the reason; who may sees none so", () => {
  const why = "Your role here is viewer; rating needs the role rater.";
  for (const isPair of [false, true]) {
    const refused = buttons(isPair, why);
    expect(refused.length).toBeGreaterThan(6);
    for (const button of refused)
      expect(button).toMatch(new RegExp(`disabled="" title="${why}"|title="${why}".*disabled=""`));
    for (const button of buttons(isPair, null)) expect(button).not.toContain('disabled=""');
  }
});
