interface PageRequest {
  method: string;
  path: string;
  /** The query with its question mark, or an empty string. */
  search: string;
  needsSetup: boolean;
  isSignedIn: boolean;
}

export type PageDecision = { kind: "serve" } | { kind: "redirect"; to: string } | { kind: "not-found" };

const WITHOUT_SESSION = new Set(["/setup", "/sign-in", "/verify"]);
const ASSET = /\.(?:svg|png|ico|webp|woff2?|txt|webmanifest|js|css|map|sh)$/;

/** FR2 and the sign-in redirect, for pages only; what a page may show is decided by the procedures (NO2). */
export function decidePage(request: PageRequest): PageDecision {
  if (request.method !== "GET" && request.method !== "HEAD") return { kind: "not-found" };
  if (isAsset(request.path)) return { kind: "serve" };
  if (request.needsSetup) return request.path === "/setup" ? { kind: "serve" } : { kind: "redirect", to: "/setup" };
  if (request.path === "/setup") return { kind: "redirect", to: request.isSignedIn ? "/" : "/sign-in" };
  if (request.path === "/sign-in" && request.isSignedIn) return { kind: "redirect", to: "/" };
  if (request.isSignedIn || WITHOUT_SESSION.has(request.path)) return { kind: "serve" };
  return { kind: "redirect", to: signInAddress(request) };
}

/** Files that every visitor may read: the build's output and what lies in `public`. */
function isAsset(path: string): boolean {
  return path.startsWith("/_next/") || ASSET.test(path);
}

/** The way back is a path of this console, so it can lead nowhere else (TH28). */
function signInAddress({ path, search }: PageRequest): string {
  const back = `${path}${search}`;
  return back === "/" || path.startsWith("//") ? "/sign-in" : `/sign-in?next=${encodeURIComponent(back)}`;
}
