import { expect, test } from "vitest";
import { pageNonce } from "./page-nonce.ts";

test("HD1 the page takes its nonce from the policy of its request", () => {
  expect(pageNonce("default-src 'none'; script-src 'self' 'nonce-aB3+/=' 'strict-dynamic'")).toBe("aB3+/=");
  expect(pageNonce("default-src 'none'")).toBeUndefined();
  expect(pageNonce(null)).toBeUndefined();
});
