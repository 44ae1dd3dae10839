/** One `data:` line. The stamp is that of the read which completed the line (M4), in the caller's unit. */
export interface SseData {
  data: string;
  /** From the last `event:` line, null when the event has no name. */
  event: string | null;
  stampUs: number;
}

/** What is left over between two reads. */
export interface SseState {
  readonly pending: Uint8Array;
  readonly event: string | null;
}

export const SSE_START: SseState = { pending: new Uint8Array(0), event: null };

const NEWLINE = 10;
const RETURN = 13;
const utf8 = new TextDecoder();

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left, 0);
  both.set(right, left.length);
  return both;
}

function lineText(bytes: Uint8Array): string {
  return utf8.decode(bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes);
}

const fieldValue = (line: string, name: string): string => {
  const value = line.slice(name.length + 1);
  return value.startsWith(" ") ? value.slice(1) : value;
};

/**
 * Takes the bytes of one read and returns the `data:` lines it completed with the state for the next read (B48).
 * Only whole lines are decoded, so a character cut by a read stays intact; comments and other lines are skipped.
 */
export function decodeSse(state: SseState, chunk: Uint8Array, stampUs: number): { state: SseState; events: SseData[] } {
  const bytes = join(state.pending, chunk);
  const events: SseData[] = [];
  let event = state.event;
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE, state.pending.length); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const line = lineText(bytes.subarray(start, end));
    start = end + 1;
    if (line === "") event = null;
    else if (line.startsWith("event:")) event = fieldValue(line, "event");
    else if (line.startsWith("data:")) events.push({ data: fieldValue(line, "data"), event, stampUs });
  }
  return { state: { pending: bytes.slice(start), event }, events };
}
