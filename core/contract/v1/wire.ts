import type { z } from "zod";

const toSnake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (key: string): string => key.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (value === null || typeof value !== "object") return value;
  const renamed: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || inner === undefined) continue;
    renamed.push([rename(key), mapKeys(inner, rename)]);
  }
  return Object.fromEntries(renamed);
}

/** Turns a message into its wire form: the same JSON value with `snake_case` keys. */
export function encodeWire<T>(schema: z.ZodType<T>, message: T): unknown {
  return mapKeys(schema.parse(message), toSnake);
}

/** Reads a wire value; throws ZodError when it does not satisfy `schema`. Unknown fields are ignored (INV-26). */
export function decodeWire<T>(schema: z.ZodType<T>, json: unknown): T {
  return schema.parse(mapKeys(json, toCamel));
}
