/** A UUIDv7 of a wall time in milliseconds and ten random bytes: event ids sort by their birth. */
export function uuidV7(wallMs: number, random: Uint8Array): string {
  const time = Math.floor(wallMs).toString(16).padStart(12, "0").slice(-12);
  const noise = Array.from(random, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .padEnd(20, "0");
  const variant = ((Number.parseInt(noise.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${noise.slice(0, 3)}`,
    `${variant}${noise.slice(4, 7)}`,
    noise.slice(7, 19),
  ].join("-");
}
