/** Where to go after sign-in: a path of this console and nothing else (TH28). */
export function nextPath(asked: string | undefined): string {
  if (asked === undefined || !asked.startsWith("/") || asked.startsWith("//") || asked.includes("\\")) return "/";
  return /^\/(fleet|tunes)(\/|\?|$)/.test(asked) ? asked : "/";
}
