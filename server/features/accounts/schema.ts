import { z } from "zod";
import { Role } from "../../../core/access/roles.ts";

export const SetupStatus = z.strictObject({ needsSetup: z.boolean() });

/** FR2: makes the first admin. AC4: 12 to 128 characters. */
export const CompleteSetupInput = z.strictObject({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  password: z.string().min(12).max(128),
  /** AC6: one person runs this install, so four eyes is switched off. */
  isSolo: z.boolean(),
});
export const CompleteSetupOutput = z.strictObject({ email: z.string() });

export const Me = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  /** Until when AC5's procedures need no new password entry; null when one is needed now. */
  passwordFreshUntil: z.iso.datetime().nullable(),
});
export const ConfirmPasswordInput = z.strictObject({ password: z.string().min(1).max(128) });
export const ConfirmPasswordOutput = z.strictObject({ passwordFreshUntil: z.iso.datetime() });
