import { findActor } from "../features/accounts/index.ts";
import { answerError } from "./answer.ts";
import { decidePage } from "./gates/decide-page.ts";
import type { EntryParts, Visit } from "./visit.ts";
import { webHeaders } from "./web-headers.ts";

/** Sends people to set-up or sign-in, else lets Next answer under this request's nonce (FR2, HD1). */
export async function handlePage(parts: EntryParts, visit: Visit): Promise<void> {
  const { app, auth, pages } = parts;
  const { request, response, path, search } = visit;
  const needsSetup = await app.needsSetup();
  const found = needsSetup ? { actor: null, setCookie: [] } : await findActor(app, auth, webHeaders(request.headers));
  const decision = decidePage({
    method: request.method ?? "GET",
    path,
    search,
    needsSetup,
    isSignedIn: found.actor !== null,
  });
  if (decision.kind === "not-found") return answerError(response, "NOT_FOUND", path);
  if (decision.kind === "redirect") {
    response.statusCode = 307;
    response.setHeader("Location", decision.to);
    response.end();
    return;
  }
  if (found.setCookie.length > 0) response.setHeader("Set-Cookie", found.setCookie);
  // Next takes the nonce for its own scripts from this request header.
  request.headers["content-security-policy"] = visit.csp;
  await pages(request, response);
}
