import { request } from "node:http";
import { z } from "zod";
import { QUESTIONS, questionBody } from "../../../../core/autotune/quality/questions.ts";
import { errorReasons } from "../../../../core/measuring/error-reasons.ts";
import { idleTimeoutMs } from "../../../../core/measuring/prompt.ts";
import type { ProbeAim } from "../../../measure/measure-volley.ts";

/** The answers of one round, in the questions' order; texts stay in memory and are never stored (M17). */
export type Round = { readonly kind: "answered"; readonly texts: readonly string[] } | Failed;
interface Failed {
  readonly kind: "failed";
  readonly reason: string;
}

const MOST_BYTES = 1_048_576;

const text = z.string().nullish().catch(null);
const Answer = z.object({
  choices: z
    .array(z.object({ text, message: z.object({ content: text, reasoning_content: text, reasoning: text }).nullish() }))
    .min(1),
});

/** Asks the 40 questions once, one after the other; the first failure ends the round. Never throws. */
export async function askQuestions(aim: ProbeAim, wordCount: number): Promise<Round> {
  const texts: string[] = [];
  for (const question of QUESTIONS) {
    if (aim.signal.aborted) return { kind: "failed", reason: "aborted" };
    const answer = await ask(aim, questionBody(question, { model: aim.model, wordCount }));
    if (answer.kind === "failed") return answer;
    texts.push(answer.text);
  }
  return { kind: "answered", texts };
}

type Asked = { readonly kind: "answered"; readonly text: string } | Failed;

function ask(aim: ProbeAim, body: object): Promise<Asked> {
  const payload = Buffer.from(JSON.stringify(body));
  return new Promise((resolve) => {
    const failed = (reason: string) => resolve({ kind: "failed", reason });
    const call = request(
      {
        host: "127.0.0.1",
        port: aim.port,
        path: "/v1/chat/completions",
        method: "POST",
        agent: false,
        signal: aim.signal,
        timeout: idleTimeoutMs(aim.gateTtftMs),
        headers: { "content-type": "application/json", "content-length": payload.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > MOST_BYTES) call.destroy(new Error("the answer has no end"));
          else chunks.push(chunk);
        });
        response.on("error", (error) => failed(errorReasons.request(error.message)));
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          resolve(status < 200 || status > 299 ? { kind: "failed", reason: errorReasons.http(status) } : read(chunks));
        });
      },
    );
    call.on("timeout", () => call.destroy(new Error("no answer in time")));
    call.on("error", (error) => failed(errorReasons.request(error.message)));
    call.end(payload);
  });
}

/** A reasoning model may have spent all its tokens before its answer; what it thought is compared then. */
function read(chunks: readonly Buffer[]): Asked {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return { kind: "failed", reason: errorReasons.request("the answer is not JSON") };
  }
  const choice = Answer.safeParse(json).data?.choices[0];
  if (choice === undefined) return { kind: "failed", reason: errorReasons.request("the answer has no choice") };
  const { message, text: plain } = choice;
  return {
    kind: "answered",
    text: message?.content || message?.reasoning_content || message?.reasoning || plain || "",
  };
}
