import { expect, test } from "vitest";
import { callerAddress } from "./caller-address.ts";

test.each([
  ["without trusted proxies the peer counts", "203.0.113.9", "198.51.100.1", [], "203.0.113.9"],
  ["a mapped IPv4 peer is plain IPv4", "::ffff:203.0.113.9", undefined, [], "203.0.113.9"],
  ["behind one trusted proxy the rightmost counts", "10.0.0.1", "6.6.6.6, 198.51.100.1", ["10.0.0.1"], "198.51.100.1"],
  ["trusted hops in the chain are passed", "10.0.0.1", "198.51.100.1, 10.0.0.7", ["10.0.0.0/8"], "198.51.100.1"],
  ["a forged left part is ignored", "10.0.0.1", "127.0.0.1, 198.51.100.1", ["10.0.0.1"], "198.51.100.1"],
  ["nonsense in the chain ends the walk", "10.0.0.1", "not an address", ["10.0.0.1"], "10.0.0.1"],
  ["IPv6 proxies work", "2001:db8::1", "2001:db8:1::5", ["2001:db8::/64"], "2001:db8:1::5"],
  ["no peer gives null", undefined, "198.51.100.1", ["10.0.0.1"], null],
])("TP9 %s", (_title, peer, forwarded, trusted, expected) => {
  expect(callerAddress(peer, forwarded, trusted)).toBe(expected);
});
