import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";

const MAIN = resolve(import.meta.dirname, "../../e2e/fixtures/stub-server/main.ts");

const StubRecord = z.object({
  id: z.string(),
  shape: z.string(),
  receivedUs: z.number(),
  writes: z.array(z.object({ atUs: z.number(), tokens: z.int(), reasoning: z.int() })),
  nonce: z.string(),
  words: z.int(),
  status: z.int(),
});
export type StubRecord = z.infer<typeof StubRecord>;

export interface StubServer {
  readonly port: number;
  readonly pid: number;
  behave(behaviour: object): Promise<void>;
  /** What the server did since the last change of behaviour, in the order of arrival. */
  requests(): Promise<StubRecord[]>;
}

/** The argv prefix of the reference stub server as a tune's provider; it understands `serve --model … --port …`. */
export function stubServerBinary(behaviour: object): string[] {
  return [process.execPath, MAIN, "--behaviour", JSON.stringify(behaviour)];
}

/** Starts the reference stub server in a process of its own (measurement.md section 6) and stops it with the test. */
export async function startStubServer(behaviour: object = {}): Promise<StubServer> {
  const [file = "", ...args] = stubServerBinary(behaviour);
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  const port = Number(/^listening (\d+)$/m.exec(text)?.[1]);
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    pid: child.pid ?? 0,
    behave: async (changed) => {
      const response = await fetch(`${url}/stub/behaviour`, { method: "POST", body: JSON.stringify(changed) });
      if (!response.ok) throw new Error(`the stub answered ${response.status}`);
    },
    requests: async () => z.array(StubRecord).parse(await (await fetch(`${url}/stub/requests`)).json()),
  };
}
