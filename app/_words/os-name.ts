const NAMES: Record<string, string> = { darwin: "macOS", linux: "Linux", win32: "Windows", freebsd: "FreeBSD" };

/** An operating system as people call it; unknown ones keep their own name. */
export function osName(os: string): string {
  return NAMES[os] ?? os;
}
