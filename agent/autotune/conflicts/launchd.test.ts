import { expect, test } from "vitest";
import { findService } from "./launchd.ts";

const LABEL = "dev.espalier.provider";

test("TB39 a loaded but inactive service is found without a pid", () => {
  expect(findService(`-\t-\t${LABEL}`, [LABEL])).toEqual({ label: LABEL, pid: null });
});

test("B28 a running service has the pid of the first field", () => {
  expect(findService(`PID\tStatus\tLabel\n812\t0\t${LABEL}\n`, [LABEL])).toEqual({ label: LABEL, pid: 812 });
});

test("B28 a label that only contains the wanted one is no conflict", () => {
  expect(findService(`812\t0\t${LABEL}.helper`, [LABEL])).toBeNull();
});
