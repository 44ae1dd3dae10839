/** A10: only requests addressed to loopback by name are served, which defeats DNS rebinding. */
export function isLocalHost(header: string | undefined): boolean {
  return header !== undefined && /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(header);
}
