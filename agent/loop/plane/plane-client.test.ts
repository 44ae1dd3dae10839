import { expect, test } from "vitest";
import { refuseAddress } from "./plane-client.ts";

test.each([
  ["https is fine", "https://console.example", false, true],
  ["plain http on loopback is fine", "http://127.0.0.1:4680", false, true],
  ["plain http on localhost is fine", "http://localhost:4680", false, true],
  ["plain http on IPv6 loopback is fine", "http://[::1]:4680", false, true],
  ["plain http elsewhere is refused", "http://10.0.0.5:4680", false, false],
  ["a name that only starts like loopback is refused", "http://127.0.0.1.example.com", false, false],
  ["plain http elsewhere passes with --allow-http", "http://10.0.0.5:4680", true, true],
  ["another scheme is refused", "ftp://10.0.0.5", true, false],
  ["no address is refused", "console", true, false],
])("TR6 %s", (_title, url, allowHttp, isFine) => {
  expect(refuseAddress(url, allowHttp) === null).toBe(isFine);
});
