import { readFileSync } from "node:fs";
import path from "node:path";

const MIN_LENGTH = 12;
const MAX_LENGTH = 128;
const LIST_FILE = path.join(import.meta.dirname, "common-passwords.txt");

export type PasswordVerdict = "ok" | "too-short" | "too-long" | "common";

let remembered: ReadonlySet<string> | null = null;

/** The bundled list of common passwords, in lower case; read once. */
export function commonPasswords(): ReadonlySet<string> {
  remembered ??= new Set(
    readFileSync(LIST_FILE, "utf8")
      .split("\n")
      .filter((line) => line !== ""),
  );
  return remembered;
}

/** AC4: 12 to 128 characters of any kind, and not a common one whatever its case. */
export function judgePassword(password: string): PasswordVerdict {
  const length = [...password].length;
  if (length < MIN_LENGTH) return "too-short";
  if (length > MAX_LENGTH) return "too-long";
  return commonPasswords().has(password.toLowerCase()) ? "common" : "ok";
}
