import { z } from "zod";
import { HASH_HEADER, NAME_HEADER, UPLOAD_PATH } from "../../../../../core/imaging/upload/upload-contract.ts";

const Refusal = z.object({ code: z.string(), message: z.string(), fix: z.string().optional() });

export type SendOutcome =
  | { kind: "stored" | "already" }
  | { kind: "refused"; code: string; message: string; fix: string | null };

/** IM45: a picture that is here already is not sent again; progress from 0 to 1. */
export async function sendFile(file: File, blake3: string, onProgress: (share: number) => void): Promise<SendOutcome> {
  const known = await patiently(() => askFor(blake3));
  if (known.status === 0) return LOST;
  if (known.status === 204) return { kind: "already" };
  const sent = await patiently(() => put(file, blake3, onProgress));
  return sent.status === 0 ? LOST : outcomeOf(sent.status, sent.text);
}

/** An answer as it came; status 0 is none. */
interface Answer {
  status: number;
  text: string;
  retryAfter: string | null;
}

const LOST: SendOutcome = {
  kind: "refused",
  code: "connection_lost",
  message: "The console could not be reached.",
  fix: "Try again; only what is missing is sent.",
};

/** RL2: a console that has enough for now says how long; hundreds of small pictures reach its limit. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs(answer.retryAfter)));
  }
}

/** `Retry-After` in whole seconds; a second where it says nothing usable, a minute at most. */
export function retryAfterMs(header: string | null): number {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(60_000, 1000 * seconds) : 1000;
}

/** `fetch` rejects where nobody answered, and for nothing else here. */
async function askFor(blake3: string): Promise<Answer> {
  try {
    const { status, headers } = await fetch(`${UPLOAD_PATH}/${blake3}`, { headers: { "x-espalier": "1" } });
    return { status, text: "", retryAfter: headers.get("retry-after") };
  } catch {
    return { status: 0, text: "", retryAfter: null };
  }
}

function put(file: File, blake3: string, onProgress: (share: number) => void): Promise<Answer> {
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) =>
      onProgress(event.total === 0 ? 0 : event.loaded / event.total),
    );
    request.addEventListener("load", () => {
      const retryAfter = request.getResponseHeader("retry-after");
      resolve({ status: request.status, text: request.responseText, retryAfter });
    });
    request.addEventListener("error", () => resolve({ status: 0, text: "", retryAfter: null }));
    request.open("PUT", UPLOAD_PATH);
    request.setRequestHeader("x-espalier", "1");
    request.setRequestHeader(HASH_HEADER, blake3);
    request.setRequestHeader(NAME_HEADER, encodeURIComponent(file.name));
    request.send(file);
  });
}

/** What the server's answer means; its own code and words are kept. */
export function outcomeOf(status: number, text: string): SendOutcome {
  if (status === 201) return { kind: "stored" };
  if (status === 200) return { kind: "already" };
  const refusal = Refusal.safeParse(bodyOf(text));
  if (!refusal.success)
    return { kind: "refused", code: `http_${status}`, message: "The upload was refused.", fix: null };
  const { code, message, fix = null } = refusal.data;
  return { kind: "refused", code, message, fix };
}

function bodyOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "error" in body ? body.error : body;
  } catch {
    return null;
  }
}
