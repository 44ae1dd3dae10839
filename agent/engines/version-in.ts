/** The first version in what a command printed about itself, or null: `version: 7062 (9b17d74)`, `ollama version is 0.12.6`, `1.8.0`. */
export function versionIn(text: string): string | null {
  const build = /version: (\d+) \(([0-9a-f]+)\)/.exec(text);
  if (build !== null) return `b${build[1]}-${build[2]}`;
  return /\b(\d+\.\d+(?:\.\d+)?(?:[-+.][0-9A-Za-z.-]+)?)\b/.exec(text)?.[1] ?? null;
}
