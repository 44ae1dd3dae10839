import type { App } from "./app.ts";

/** A UUIDv7 (IM71): sorted by the clock's milliseconds, the rest random. */
export function uuidv7({ clock, random }: Pick<App, "clock" | "random">): string {
  const hex = clock.now().getTime().toString(16).padStart(12, "0");
  const [a = 0, b = 0, c = 0, ...rest] = random.bytes(10);
  const version = ((0x70 | (a & 0x0f)) << 8) | b;
  const variant = 0x80 | (c & 0x3f);
  const tail = [variant, ...rest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${version.toString(16)}-${tail.slice(0, 4)}-${tail.slice(4, 16)}`;
}
