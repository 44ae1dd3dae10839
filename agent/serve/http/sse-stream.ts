import type { ServerResponse } from "node:http";

export type SseStream = {
  data(value: unknown): void;
  /** Ends with `[DONE]`. */
  done(): void;
  /** Ends without `[DONE]`, after an error (A15). */
  end(): void;
};

/** A15: a stream of `data:` lines with a `: keep-alive` comment after each silence of `keepAliveMs`. */
export function openSseStream(response: ServerResponse, keepAliveMs: number): SseStream {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    connection: "keep-alive",
  });
  response.flushHeaders();
  const timer = setInterval(() => response.write(": keep-alive\n\n"), keepAliveMs);
  response.once("close", () => clearInterval(timer));
  const write = (text: string): void => {
    timer.refresh();
    response.write(`data: ${text}\n\n`);
  };
  const end = (): void => {
    clearInterval(timer);
    response.end();
  };
  return {
    data: (value) => write(JSON.stringify(value)),
    done: () => {
      write("[DONE]");
      end();
    },
    end,
  };
}
