import { z } from "zod";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";
import type { RevokeRecord } from "./record.ts";

interface Timed {
  readonly atMs: number;
  readonly line: number;
}

const Revoke = z.object({ rater: z.string(), atMs: z.number(), line: z.int() });
const Saved = z.array(z.tuple([z.string(), z.array(Revoke)]));

/** What takes events of a log back: only an event of the same rater (IM33). */
export class RevokeTable {
  readonly #byEvent = new Map<string, (Timed & { readonly rater: string })[]>();
  /** The event of each revoke. */
  readonly #order: string[] = [];

  /** Revokes of all events. */
  get length(): number {
    return this.#order.length;
  }

  /** The events that anybody takes back, each once; without the first so many revokes. */
  events(from = 0): readonly string[] {
    return [...new Set(this.#order.slice(from))];
  }

  add({ revokes, rater, atMs }: RevokeRecord, line: number): void {
    this.#order.push(revokes);
    const known = this.#byEvent.get(revokes);
    const revoke = { rater, atMs, line };
    if (known === undefined) this.#byEvent.set(revokes, [revoke]);
    else known.push(revoke);
  }

  save(tape: TapeWriter): void {
    tape.note([...this.#byEvent]);
  }

  load(tape: TapeReader): void {
    for (const [event, revokes] of tape.note(Saved)) {
      this.#byEvent.set(event, revokes);
      for (const _ of revokes) this.#order.push(event);
    }
  }

  /** How often anybody takes the event back. */
  timesOf(eventId: string): number {
    return this.#byEvent.get(eventId)?.length ?? 0;
  }

  /** Whether anybody takes the event back. */
  names(eventId: string): boolean {
    return this.#byEvent.has(eventId);
  }

  /** The revokes of an event by its own rater, in log order. */
  of(eventId: string, rater: string): readonly Timed[] {
    return this.#byEvent.get(eventId)?.filter((revoke) => revoke.rater === rater) ?? [];
  }

  takesBack(eventId: string, rater: string): boolean {
    return this.of(eventId, rater).length > 0;
  }
}
