import { expect, test } from "vitest";
import { parseEnv } from "./env.ts";

test("HD4 without settings the console listens on loopback, port 4680, with its house agent", () => {
  const { env, isDev } = parseEnv({ PATH: "/bin", ESPALIER_PORT: "" });
  expect(env).toMatchObject({
    port: 4680,
    listen: "127.0.0.1",
    baseUrl: null,
    allowedHosts: [],
    trustedProxies: [],
    hasHouseAgent: true,
    takesAvif: false,
  });
  expect([isDev, env.dataDir.endsWith("/data")]).toEqual([false, true]);
});

test("settings are parsed once and normalised", () => {
  const { env } = parseEnv({
    ESPALIER_PORT: "5000",
    ESPALIER_DATA: "/srv/espalier/",
    ESPALIER_BASE_URL: "https://Console.Example/",
    ESPALIER_ALLOWED_HOSTS: "NAS.lan, proxy.lan:8443",
    ESPALIER_TRUSTED_PROXIES: "10.0.0.0/8",
    ESPALIER_HOUSE_AGENT: "0",
    ESPALIER_IMAGE_AVIF_INPUT: "1",
  });
  expect(env).toEqual({
    port: 5000,
    listen: "127.0.0.1",
    dataDir: "/srv/espalier",
    baseUrl: "https://console.example",
    allowedHosts: ["nas.lan", "proxy.lan:8443"],
    trustedProxies: ["10.0.0.0/8"],
    hasHouseAgent: false,
    takesAvif: true,
  });
});

test.each([
  ["ESPALIER_PORT", "70000"],
  ["ESPALIER_PORT", "http"],
  ["ESPALIER_BASE_URL", "https://console.example/path"],
  ["ESPALIER_BASE_URL", "console.example"],
  ["ESPALIER_HOUSE_AGENT", "yes"],
])("%s=%s is refused by name, with a fix", (name, value) => {
  expect(() => parseEnv({ [name]: value })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(name), fix: expect.stringContaining(name) }),
  );
});
