import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which systems draw the ports of outgoing connections: one of those would be in the way of a run that starts later. */
const [LOWEST, HIGHEST] = [12_000, 32_000];

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
