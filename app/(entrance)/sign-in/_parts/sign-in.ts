export type SignInResult = { kind: "ok" } | { kind: "refused"; message: string };

/** Signs in with e-mail and password; the session comes back as a cookie. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const response = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", "x-espalier": "1" },
      body: JSON.stringify({ email, password }),
    });
    if (response.ok) return { kind: "ok" };
    if (response.status === 429)
      return { kind: "refused", message: "Too many attempts. Wait a minute, then try again." };
    if (response.status === 401) return { kind: "refused", message: "E-mail or password is wrong." };
    return {
      kind: "refused",
      message: `The console refused to sign in (HTTP ${response.status}). Look at its log for this time.`,
    };
  } catch {
    return { kind: "refused", message: "The console did not answer. Check that it still runs, then try again." };
  }
}
