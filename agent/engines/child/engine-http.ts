import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { EngineFailure } from "../engine.ts";

/** Asked often while an engine loads, so an answer that hangs is given up. */
const QUICK_MS = 5000;

export type EngineAnswer = {
  readonly status: number;
  /** Null when the body is no JSON. */
  readonly json: unknown;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
};

type Call = { readonly method: "GET" | "POST"; readonly path: string; readonly body?: unknown };

export type EngineHttp = {
  /** Null when nothing answers in time. */
  get(path: string, signal?: AbortSignal): Promise<EngineAnswer | null>;
  /** No time limit: a prompt may take long. Throws `EngineFailure` when the connection fails. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<EngineAnswer>;
  /** The response once its head is there, its body unread. */
  stream(path: string, body: unknown, signal: AbortSignal): Promise<IncomingMessage>;
  close(): void;
};

/** Speaks HTTP with an engine child on loopback, over connections of its own and through no proxy. */
export function createEngineHttp(port: number): EngineHttp {
  const agent = new Agent({ keepAlive: false });
  const send = ({ method, path, body }: Call, signal: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
      const headers = payload === null ? {} : { "content-type": "application/json", "content-length": payload.length };
      const call = request({ host: "127.0.0.1", port, path, method, headers, agent, signal }, resolve);
      call.on("error", (cause) => reject(new EngineFailure(`${path}: ${cause.message}`, { cause })));
      call.end(payload ?? undefined);
    });
  return {
    async get(path, signal) {
      const limit = AbortSignal.timeout(QUICK_MS);
      try {
        const response = await send(
          { method: "GET", path },
          signal === undefined ? limit : AbortSignal.any([signal, limit]),
        );
        return await readAnswer(response);
      } catch {
        return null;
      }
    },
    post: async (path, body, signal) => readAnswer(await send({ method: "POST", path, body }, signal)),
    stream: (path, body, signal) => send({ method: "POST", path, body }, signal),
    close: () => agent.destroy(),
  };
}

/** Reads a response to its end. */
export async function readAnswer(response: IncomingMessage): Promise<EngineAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  const text = Buffer.concat(chunks).toString("utf8");
  return { status: response.statusCode ?? 0, json: parsed(text), text, headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
