import { expect, test } from "vitest";
import { argvProblem } from "./argv-problem.ts";

test.each([
  [["autotune", "--port", "18080", "--json"], null],
  [["autotune", "--max-context-axis", ""], null],
  [["run", "--state-dir", ""], "--state-dir must not be empty"],
  [["autotune", "--db-path="], "--db-path must not be empty"],
  [["autotune", "--port", "1\n2"], '--port "1\\n2" must not hold control characters'],
  [["serve", "--model=a\u001b[2J"], '--model "a\\u001b[2J" must not hold control characters'],
  [["status\u0007"], '"status\\u0007" must not hold control characters'],
  [["autotune", "--port", "1".repeat(4001)], `--port "${"1".repeat(60)}"… must be <= 4000 characters`],
])("B7 %j", (args, expected) => {
  expect(argvProblem(args)).toBe(expected);
});
