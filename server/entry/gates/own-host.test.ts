import { expect, test } from "vitest";
import { type HostFacts, isOwnHost } from "./own-host.ts";

const facts: HostFacts = {
  baseUrl: "https://console.example",
  allowedHosts: ["nas.lan", "proxy.lan:8443"],
  addresses: ["192.168.1.20", "fe80::1", "127.0.0.1"],
  hostName: "Studio.fritz.box",
};

test.each([
  ["127.0.0.1:4680", true],
  ["127.8.9.1", true],
  ["localhost:4680", true],
  ["LOCALHOST", true],
  ["[::1]:4680", true],
  ["192.168.1.20:4680", true],
  ["[fe80::1]", true],
  ["studio.local:4680", true],
  ["console.example", true],
  ["nas.lan:1", true],
  ["proxy.lan:8443", true],
  ["proxy.lan:8444", false],
  ["192.168.1.21", false],
  ["studio.fritz.box", false],
  ["other.local", false],
  ["evil.example", false],
  ["console.example.evil.example", false],
  ["127.0.0.1@evil.example", false],
  ["localhost#evil", false],
  ["", false],
  [undefined, false],
])("TP10 the host %s is ours: %s", (header, expected) => {
  expect(isOwnHost(header, facts)).toBe(expected);
});
