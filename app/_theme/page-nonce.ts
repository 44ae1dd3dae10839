/** The nonce of this request, from the policy the entry set on it (HD1); undefined without one. */
export function pageNonce(policy: string | null): string | undefined {
  return policy === null ? undefined : /'nonce-([^']+)'/.exec(policy)?.[1];
}
