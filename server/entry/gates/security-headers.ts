import type { ServerResponse } from "node:http";

const FIXED: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()"],
];
const HTTPS_ONLY: readonly (readonly [string, string])[] = [
  ["Strict-Transport-Security", "max-age=31536000"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
];

/** HD1. `isDev` adds what hot reloading needs. */
export function contentSecurityPolicy(nonce: string, isDev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDev ? " 'unsafe-eval'" : ""}`,
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

interface HeaderFacts {
  csp: string;
  isHttps: boolean;
  /** A file whose name carries its hash may be kept by the browser. */
  isHashedFile: boolean;
}

/** HD1 to HD3 on every response; caching is decided when the head is written, so that nobody behind us can loosen it (HD2). */
export function guardResponse(response: ServerResponse, facts: HeaderFacts): void {
  for (const [name, value] of FIXED) response.setHeader(name, value);
  if (facts.isHttps) for (const [name, value] of HTTPS_ONLY) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", facts.csp);
  if (facts.isHashedFile) return;
  response.writeHead = new Proxy(response.writeHead, {
    apply(target, self, head) {
      response.setHeader("Cache-Control", "no-store");
      return Reflect.apply(target, self, head);
    },
  });
}
