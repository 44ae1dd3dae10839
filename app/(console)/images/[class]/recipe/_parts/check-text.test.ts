import { expect, test } from "vitest";
import { checkText, firstText } from "./check-text.ts";

const of = { class: "menu-card", versions: [] };

test("IM14 a fault is told at its line, with the line as written and its place in the text", () => {
  const toml = firstText("menu-card").replace("gamma = 1.05", "gamma = 9");
  const checked = checkText(toml, of);
  if (checked.kind !== "problems") throw new Error("no problem was found");
  const [problem] = checked.problems;
  expect(problem?.text).toMatch(/^line 8, column \d+: step\[0\]\.gamma: /);
  expect(problem?.line).toBe("gamma = 9");
  expect(toml.slice(problem?.start, problem?.end)).toBe("gamma = 9");
});

test("IM14 the class is the page's own; a text that is no TOML has its line too", () => {
  const other = checkText(firstText("receipt"), of);
  expect(other.kind === "problems" ? other.problems[0]?.text : "").toContain("must be menu-card");
  const broken = checkText("schema = 1\n[[step", of);
  expect(broken.kind === "problems" ? broken.problems[0]?.text : "").toMatch(/^line 2/);
});

test("IM16 IM17 what saving would make: steps, a pass-through, or the same runs as a version", () => {
  const first = checkText(firstText("menu-card"), of);
  expect(first).toMatchObject({ kind: "recipe", sentence: "2 steps, the output counted." });
  expect(checkText('schema = 1\nclass = "menu-card"', of)).toMatchObject({
    sentence: "Copies the bytes (pass-through).",
  });
  const sha = first.kind === "recipe" ? first.sha : "";
  const reworded = firstText("menu-card").replace("First recipe", "Another title");
  expect(checkText(reworded, { ...of, versions: [{ version: 3, recipeSha: sha }] })).toMatchObject({
    sha,
    sentence: "2 steps, the output counted. Runs the same as version 3.",
  });
});
