import { request } from "node:http";

export interface GetResult {
  /** Null when no answer came; `error` then says why. */
  readonly status: number | null;
  readonly body: string;
  readonly error: string | null;
}

export interface GetRequest {
  readonly port: number;
  readonly path: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** GET on loopback, never throwing: readiness and health are asked often and fail often. */
export function httpGet(asked: GetRequest): Promise<GetResult> {
  return new Promise((resolve) => {
    const failed = (error: string) => resolve({ status: null, body: "", error });
    const call = request(
      {
        host: "127.0.0.1",
        port: asked.port,
        path: asked.path,
        agent: false,
        timeout: asked.timeoutMs,
        ...(asked.signal === undefined ? {} : { signal: asked.signal }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error) => failed(error.message));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? null, body: Buffer.concat(chunks).toString("utf8"), error: null }),
        );
      },
    );
    call.on("timeout", () => call.destroy(new Error("no answer in time")));
    call.on("error", (error) => failed(error.message));
    call.end();
  });
}
