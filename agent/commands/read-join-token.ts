import { closeSync, createReadStream, fstatSync, readFileSync } from "node:fs";
import { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { CommandError } from "./command-error.ts";

const HOUSE_FD = 3;
const LONGEST_BYTES = 65_536;

/** A token as it was handed over: raw, or in one line of JSON. Null when there is none. */
function tokenOf(handed: string): string | null {
  const trimmed = handed.trim();
  if (!trimmed.startsWith("{")) return trimmed === "" ? null : trimmed;
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return null;
  }
  if (typeof json !== "object" || json === null) return null;
  const token = "joinToken" in json ? json.joinToken : "token" in json ? json.token : null;
  return typeof token === "string" ? token : null;
}

/** A token is short: reading ends where a device or a wrong file goes on. */
async function readShort(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > LONGEST_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** EN5: the token comes from a file or, for `-`, from standard input, never from argv. */
export async function readTokenFile(path: string): Promise<string> {
  let handed: string;
  try {
    handed = await readShort(path === "-" ? process.stdin : createReadStream(path));
  } catch (cause) {
    throw new CommandError("io_error", `cannot read the token file ${path}`, { cause });
  }
  const token = tokenOf(handed);
  if (token === null) throw new CommandError("bad_data", `${path === "-" ? "standard input" : path} holds no token`);
  return token;
}

/** EN6: reads the house agent's token from file descriptor 3 to its end; null when there is no such descriptor. */
export async function readHouseToken(): Promise<string | null> {
  try {
    const stats = fstatSync(HOUSE_FD);
    if (stats.isFile()) {
      const handed = readFileSync(HOUSE_FD, "utf8");
      closeSync(HOUSE_FD);
      return tokenOf(handed);
    }
    if (!stats.isFIFO() && !stats.isSocket()) return null;
    return tokenOf(await text(new Socket({ fd: HOUSE_FD, readable: true, writable: false })));
  } catch {
    return null;
  }
}
