import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const PeerLine = z.union([
  z.strictObject({ version: z.string() }),
  z.strictObject({ ask: z.tuple([z.int(), z.int(), z.int()]) }),
  z.strictObject({ best: z.array(z.tuple([z.int(), z.int(), z.int()])) }),
]);

/** Level numbers of kv, batch and context. */
export type PeerCell = [number, number, number];

export interface PeerStudy {
  sampler: "tpe" | "random" | "irace";
  seed: number;
  /** Measured visits; a peer that sees its budget beforehand takes one. */
  budgets: number[];
  levels: PeerCell;
  /** The simulated machine's answer, tokens per second. */
  measure(cell: PeerCell): number;
}

/** Another optimiser in a process of its own, asking the simulator over stdin and stdout. */
export interface Peer {
  readonly version: string;
  /** The cell it would choose at each budget. */
  study(study: PeerStudy): Promise<PeerCell[]>;
  stop(): Promise<void>;
}

const PROGRAMS = {
  optuna: { command: "/usr/bin/python3", script: "optuna-peer.py" },
  irace: { command: "/usr/bin/Rscript", script: "irace-peer.R" },
} as const;

/** Starts a peer; throws an Error with the end of its stderr when it does not answer. */
export async function startPeer(name: keyof typeof PROGRAMS): Promise<Peer> {
  const { command, script } = PROGRAMS[name];
  const child = spawn(command, [join(import.meta.dirname, script)], { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-2000);
  });
  child.on("error", (cause) => {
    complaints += cause.message;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended: ${complaints.trim()}`);
    return PeerLine.parse(JSON.parse(value));
  };
  const write = (message: object): void => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
  };
  const hello = await read();
  if (!("version" in hello)) throw new Error(`${name} did not say its version`);
  return {
    version: hello.version,
    study: async ({ measure, ...order }) => {
      write(order);
      for (;;) {
        const line = await read();
        if ("best" in line) return line.best;
        if ("ask" in line) write({ tps: measure(line.ask) });
      }
    },
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
