import { expect, test } from "vitest";
import { freePort } from "../../test/free-port.ts";
import { askOneToken } from "./ask-one-token.ts";

test("B37 a time limit with a fraction of a millisecond is a limit: the closed port is the reason", async () => {
  expect(await askOneToken(await freePort(), "org/a-1B", 299_389.152)).toBe("no token came: fetch failed");
});
