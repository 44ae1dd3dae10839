import { z } from "zod";

/** AC1: each role includes the one before it. */
export const Role = z.enum(["viewer", "rater", "operator", "admin"]);
export type Role = z.infer<typeof Role>;

/** The procedure groups of security.md section 1, plus `public` for set-up and sign-in state. */
export const Permission = z.enum([
  "public",
  "self",
  "read",
  "rate",
  "run",
  "propose",
  "approve",
  "drain",
  "fleet",
  "org",
  "audit",
]);
export type Permission = z.infer<typeof Permission>;

const LEAST_ROLE: Record<Exclude<Permission, "public">, Role> = {
  self: "viewer",
  read: "viewer",
  rate: "rater",
  run: "operator",
  propose: "operator",
  approve: "operator",
  drain: "operator",
  fleet: "admin",
  org: "admin",
  audit: "admin",
};

/** Groups that also need a password entered within ten minutes (AC5). */
export const NEEDS_FRESH_PASSWORD: ReadonlySet<Permission> = new Set(["approve", "drain", "fleet", "org"]);

/** AC5: how long an entered password counts, in milliseconds. */
export const FRESH_PASSWORD_MS = 10 * 60_000;

/** The one predicate of server and page: may this role use this group of procedures? */
export function isAllowed(role: Role | null, permission: Permission): boolean {
  if (permission === "public") return true;
  if (role === null) return false;
  return Role.options.indexOf(role) >= Role.options.indexOf(LEAST_ROLE[permission]);
}
