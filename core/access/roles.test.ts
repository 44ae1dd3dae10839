import { describe, expect, test } from "vitest";
import { isAllowed, NEEDS_FRESH_PASSWORD, Permission, Role } from "./roles.ts";

describe("AC1 roles", () => {
  test("each role may do all that the one before it may", () => {
    for (const permission of Permission.options) {
      const allowed = Role.options.map((role) => isAllowed(role, permission));
      expect(allowed).toEqual([...allowed].sort((left, right) => Number(left) - Number(right)));
    }
  });

  test("nobody without a role gets past what is public", () => {
    expect(Permission.options.filter((permission) => isAllowed(null, permission))).toEqual(["public"]);
  });

  test.each<[Role, Permission[]]>([
    ["viewer", ["public", "self", "read"]],
    ["rater", ["public", "self", "read", "rate"]],
    ["operator", ["public", "self", "read", "rate", "run", "propose", "approve", "drain"]],
    ["admin", Permission.options],
  ])("%s", (role, permissions) => {
    expect(Permission.options.filter((permission) => isAllowed(role, permission))).toEqual(permissions);
  });

  test("AC5 approving, draining and the house itself ask for the password again", () => {
    expect([...NEEDS_FRESH_PASSWORD].sort()).toEqual(["approve", "drain", "fleet", "org"]);
  });
});
