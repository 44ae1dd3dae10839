import { expect, test } from "vitest";
import { decidePage } from "./decide-page.ts";

const ask = { method: "GET", search: "", needsSetup: false, isSignedIn: false };
const serve = { kind: "serve" };
const to = (address: string) => ({ kind: "redirect", to: address });

test.each([
  ["FR2 every page leads to set-up first", { ...ask, path: "/sign-in", needsSetup: true }, to("/setup")],
  ["FR2 the set-up page itself is served", { ...ask, path: "/setup", needsSetup: true }, serve],
  ["FR2 its assets are served", { ...ask, path: "/_next/static/x.js", needsSetup: true }, serve],
  ["set-up is over", { ...ask, path: "/setup" }, to("/sign-in")],
  ["set-up is over for a signed-in person", { ...ask, path: "/setup", isSignedIn: true }, to("/")],
  ["a page without a session", { ...ask, path: "/fleet", search: "?q=a b" }, to("/sign-in?next=%2Ffleet%3Fq%3Da%20b")],
  ["the verify page needs no session", { ...ask, path: "/verify" }, serve],
  ["a page with a session", { ...ask, path: "/fleet", isSignedIn: true }, serve],
  ["TH28 the way back is never another site", { ...ask, path: "//evil.example" }, to("/sign-in")],
  ["a POST is no page", { ...ask, method: "POST", path: "/fleet", isSignedIn: true }, { kind: "not-found" }],
])("%s", (_title, request, expected) => {
  expect(decidePage(request)).toEqual(expected);
});
