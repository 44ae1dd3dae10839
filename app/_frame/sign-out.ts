/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json", "x-espalier": "1" },
    body: "{}",
  });
}
