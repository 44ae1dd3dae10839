import { expect, test } from "vitest";
import { addressBlock } from "./client-address.ts";
import { TokenBuckets } from "./token-bucket.ts";

test.each([
  ["an IPv4 address stands alone", "192.0.2.7", "192.0.2.7"],
  ["a mapped IPv4 address is the same source", "::ffff:192.0.2.7", "192.0.2.7"],
  ["an IPv6 address counts by its /64 block", "2001:db8:1:2:aaaa::7", "2001:db8:1:2"],
  ["another host of the block is the same source", "2001:db8:1:2:bbbb:1:2:3", "2001:db8:1:2"],
  ["a short address is filled up", "2001:db8::7", "2001:db8:0:0"],
  ["a zone is no part of it", "fe80::1%eth0", "fe80:0:0:0"],
])("RL1 %s", (_title, address, block) => {
  expect(addressBlock(address)).toBe(block);
});

test("RL1 a bucket gives its burst, then its rate, and says how long to wait", () => {
  const buckets = new TokenBuckets({ perSecond: 2, burst: 3 });
  expect([0, 0, 0, 0].map(() => buckets.take("a", 0))).toEqual([0, 0, 0, 500]);
  expect(buckets.take("b", 0)).toBe(0);
  expect(buckets.take("a", 500)).toBe(0);
  expect(buckets.take("a", 10_000, 3)).toBe(0);
});
