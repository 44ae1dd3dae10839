import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";

/** How a stand-in misbehaves; read anew from the control file at every look, so that a test can change its mind. */
const Control = z.strictObject({
  loadMs: z.number().default(20),
  /** Never finishes loading. */
  hangsInLoad: z.boolean().default(false),
  /** Ends before it is loaded. */
  diesInLoad: z.boolean().default(false),
  /** Health answers 200 although nothing is loaded yet. */
  isHealthAlways200: z.boolean().default(false),
  /** Runs a smaller context than asked, saying so only where asked. */
  contextTokens: z.int().optional(),
  /** Runs fewer parallel requests than asked. */
  slots: z.int().optional(),
  /** Runs other KV bits than asked; null is not quantised. */
  kvBits: z.int().nullable().optional(),
  /** Tokens of each answer unless the request asks for fewer. */
  answerTokens: z.int().default(24),
  msPerToken: z.number().default(0),
  /** Kills itself after so many tokens of an answer of more than one. */
  diesAfterTokens: z.int().optional(),
  /** Reports an error in the middle of the stream. */
  failsAfterTokens: z.int().optional(),
  /** Closes the connection in the middle of the stream. */
  cutsAfterTokens: z.int().optional(),
  /** Its decode clock runs wrong by this factor. */
  clockFactor: z.number().default(1),
  /** Tokens that the first content event holds. */
  firstEventTokens: z.int().min(1).default(1),
  /** Its tokenizer puts a space before every text, as SentencePiece vocabularies do. */
  addsSpacePrefix: z.boolean().default(false),
  /** Thinks aloud before it answers. */
  reasoningTokens: z.int().default(0),
  ignoresSigterm: z.boolean().default(false),
});
export type Control = z.infer<typeof Control>;
export type Misbehaviour = z.input<typeof Control>;

/** The name begins with XDG_, for only such variables reach an engine's environment. */
export const CONTROL_VARIABLE = "XDG_ENGINE_STAND_IN";

export function control(): Control {
  // biome-ignore lint/style/noProcessEnv: a stand-in is a program of its own
  const path = process.env[CONTROL_VARIABLE];
  return Control.parse(path === undefined ? {} : JSON.parse(readFileSync(path, "utf8")));
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the stand-in has "loaded its model", by the control file. */
export async function load(): Promise<void> {
  const { loadMs, hangsInLoad, diesInLoad } = control();
  await pause(loadMs);
  if (diesInLoad) process.exit(1);
  if (hangsInLoad) await new Promise(() => undefined);
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text === "" ? "null" : text);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Serves `METHOD /path` routes on loopback and ends at SIGTERM, unless told to ignore it. */
export function serve(port: number, routes: Readonly<Record<string, Route>>, notFound: unknown): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const route = routes[`${request.method} ${path}`];
    if (route === undefined) sendJson(response, 404, notFound);
    else void Promise.resolve(route(request, response)).catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  process.on("SIGTERM", () => {
    if (!control().ignoresSigterm) process.exit(0);
  });
  return server;
}

/** The tokens that one event holds. */
export type Token = { readonly text: string; readonly tokens: number; readonly isReasoning: boolean };

/** The tokens of one answer, with the misbehaviours that happen between two of them. */
export async function* answerTokens(wanted: number, response: ServerResponse): AsyncGenerator<Token | "error"> {
  const behaviour = control();
  const count = Math.min(wanted, behaviour.answerTokens);
  let held = "";
  for (let index = 0; index < count; index++) {
    // What was written before is on its way by then.
    if (count > 1 && [behaviour.diesAfterTokens, behaviour.cutsAfterTokens].includes(index)) await pause(50);
    if (count > 1 && index === behaviour.diesAfterTokens) process.kill(process.pid, "SIGKILL");
    if (count > 1 && index === behaviour.cutsAfterTokens) {
      response.destroy();
      return;
    }
    if (count > 1 && index === behaviour.failsAfterTokens) {
      yield "error";
      return;
    }
    if (behaviour.msPerToken > 0) await pause(behaviour.msPerToken);
    if (response.destroyed) return;
    held += ` w${index}`;
    if (index + 1 < Math.min(count, behaviour.firstEventTokens)) continue;
    const tokens = index < behaviour.firstEventTokens ? index + 1 : 1;
    yield { text: held, tokens, isReasoning: index < behaviour.reasoningTokens };
    held = "";
  }
}

/** Words stand for tokens; never a real tokenizer, and the same on every run. */
export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

const Messages = z.array(z.looseObject({ role: z.string(), content: z.string() }));
export const messagesOf = (body: unknown) => z.looseObject({ messages: Messages }).parse(body).messages;

/** Flags by name: `true` takes a value. Whatever is not in the table is unknown to the imitated version. */
export type FlagTable = Readonly<Record<string, boolean>>;

export function readFlags(argv: readonly string[], table: FlagTable, refuse: (flag: string) => never) {
  const values = new Map<string, string>();
  for (let index = 0; index < argv.length; index++) {
    const flag = argv[index] ?? "";
    const takesValue = table[flag];
    if (takesValue === undefined) refuse(flag);
    values.set(flag, takesValue ? (argv[++index] ?? "") : "");
  }
  return values;
}

/** A counting gate: as many at once as there are slots, the others wait. */
export function createSlots(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
