/** One `data:` line. The stamp is that of the read which completed the line (M4), in the caller's unit. */
export interface SseData {
  data: string;
  /** From the last `event:` line, null when the event has no name. */
  event: string | null;
  stampUs: number;
}

/** What is left over between two reads: the pieces of an unfinished line. */
export interface SseState {
  readonly pending: readonly Uint8Array[];
  readonly event: string | null;
}

export const SSE_START: SseState = { pending: [], event: null };

/** A line that grows past this is given up: a server that never ends one would fill the memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 10;
const RETURN = 13;
const utf8 = new TextDecoder();

const byteCount = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(byteCount(pieces));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function lineText(bytes: Uint8Array): string {
  return utf8.decode(bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes);
}

const fieldValue = (line: string, name: string): string => {
  const value = line.slice(name.length + 1);
  return value.startsWith(" ") ? value.slice(1) : value;
};

export interface SseRead {
  readonly state: SseState;
  readonly events: SseData[];
  /** A line passed `MAX_LINE_BYTES`; the stream cannot be read any further. */
  readonly isLineTooLong: boolean;
}

/**
 * Takes the bytes of one read and returns the `data:` lines it completed with the state for the next read (B48).
 * Only whole lines are decoded, so a character cut by a read stays intact; comments and other lines are skipped.
 */
export function decodeSse(state: SseState, chunk: Uint8Array, stampUs: number): SseRead {
  const events: SseData[] = [];
  let { event } = state;
  let pending = state.pending;
  let start = 0;
  for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
    const line = lineText(join([...pending, chunk.subarray(start, end)]));
    pending = [];
    start = end + 1;
    if (line === "") event = null;
    else if (line.startsWith("event:")) event = fieldValue(line, "event");
    else if (line.startsWith("data:")) events.push({ data: fieldValue(line, "data"), event, stampUs });
  }
  const rest = start < chunk.length ? [...pending, chunk.slice(start)] : pending;
  return { state: { pending: rest, event }, events, isLineTooLong: byteCount(rest) > MAX_LINE_BYTES };
}
