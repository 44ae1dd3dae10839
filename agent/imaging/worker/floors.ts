/** IM47: nothing older decodes a foreign picture; libheif is the one that sharp 0.35.5 carries. */
const FLOORS = { sharp: "0.35.5", vips: "8.18.7", heif: "1.23.5" } as const;

type Versions = Readonly<{ sharp?: string | undefined; vips?: string | undefined; heif?: string | undefined }>;

/** What is too old to start with, in words; null when all is well. */
export function floorProblem(versions: Versions): string | null {
  const parts = [
    ["sharp", versions.sharp, FLOORS.sharp],
    ["libvips", versions.vips, FLOORS.vips],
    ["libheif", versions.heif, FLOORS.heif],
  ] as const;
  for (const [name, version, floor] of parts) {
    if (version === undefined || isBelow(version, floor))
      return `${name} ${version ?? "unknown"} is below its floor ${floor}`;
  }
  return null;
}

function isBelow(version: string, floor: string): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, least] of floor.split(".").map(Number).entries()) {
    const has = numbers[index];
    if (has === undefined || Number.isNaN(has) || has < least) return true;
    if (has > least) return false;
  }
  return false;
}
