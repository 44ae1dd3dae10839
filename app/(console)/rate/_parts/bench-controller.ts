import type { RouterInputs, RouterOutputs } from "../../../_trpc/procedures.ts";
import { failureOf } from "../../../_ui/states/failure.ts";
import { requestKey } from "../../tunes/new/_parts/form/request-key.ts";
import { createJobLine } from "./job-line.ts";
import { createPictureStore, type PictureStore } from "./picture-store.ts";

type Item = RouterOutputs["ratings"]["next"]["items"][number];
export type Outcome = RouterOutputs["ratings"]["rate"];
export type GivenAnswer = RouterInputs["ratings"]["rate"]["answer"];

export interface Entry {
  item: Item;
  answer: GivenAnswer | null;
  /** What the console said to the answer; null until it is stored. */
  outcome: Outcome | null;
}

export interface BenchState {
  session: RouterOutputs["ratings"]["open"] | null;
  entries: readonly Entry[];
  at: number;
  end: "more" | "spaced" | "empty";
  progress: RouterOutputs["ratings"]["open"]["progress"] | null;
  /** The newest stored answer's effect (IM63). */
  last: Outcome | null;
  said: string;
  problem: string | null;
  unsaved: number;
}

/** The procedures a bench calls. */
interface BenchClient {
  ratings: {
    open: { mutate(input: RouterInputs["ratings"]["open"]): Promise<RouterOutputs["ratings"]["open"]> };
    next: { mutate(input: RouterInputs["ratings"]["next"]): Promise<RouterOutputs["ratings"]["next"]> };
    rate: { mutate(input: RouterInputs["ratings"]["rate"]): Promise<Outcome> };
    clear: { mutate(input: RouterInputs["ratings"]["clear"]): Promise<RouterOutputs["ratings"]["clear"]> };
    undo: { mutate(input: RouterInputs["ratings"]["undo"]): Promise<RouterOutputs["ratings"]["undo"]> };
  };
}

export interface BenchController {
  state(): BenchState;
  pictures: PictureStore;
  open(): void;
  answer(answer: GivenAnswer, isAdvancing: boolean): void;
  clear(): void;
  undo(): void;
  move(by: 1 | -1): void;
  retry(): void;
  subscribe(listener: () => void): () => void;
  version(): number;
}

const AHEAD = 3;
const KEPT_BEHIND = 2;
const MOST_HELD = 16;
const EMPTY: BenchState = {
  session: null,
  entries: [],
  at: 0,
  end: "more",
  progress: null,
  last: null,
  said: "",
  problem: null,
  unsaved: 0,
};

const PAUSE_MS = 1000;

/** Names a call that takes something back, so that one sent again takes nothing more back. */
const newId = (): string => requestKey(crypto.getRandomValues(new Uint8Array(16)));

/** A person who answers faster than a session may call (TP9) loses nothing and is asked for nothing. */
function pauseAfter(error: unknown): Promise<void> | null {
  if (failureOf(error).code !== "RATE_LIMITED") return null;
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/** One sitting in this tab: answers are shown at once and sent one after the other. */
class Bench implements BenchController {
  readonly pictures = createPictureStore();
  readonly #client: BenchClient;
  readonly #wish: RouterInputs["ratings"]["open"];
  readonly #listeners = new Set<() => void>();
  readonly #line = createJobLine({ onProblem: (problem) => this.#set({ problem }), pauseAfter });
  #state = EMPTY;
  #version = 0;
  #isFetching = false;

  constructor(client: BenchClient, wish: RouterInputs["ratings"]["open"]) {
    this.#client = client;
    this.#wish = wish;
  }

  state = (): BenchState => this.#state;
  version = (): number => this.#version;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open = (): void => {
    if (this.#state.session !== null || !this.#line.isEmpty()) return;
    this.#line.add(async () => {
      const session = await this.#client.ratings.open.mutate(this.#wish);
      this.#set({ session, progress: session.progress });
      this.#refill();
    });
  };

  answer = (answer: GivenAnswer, isAdvancing: boolean): void => {
    const { entries, at, unsaved } = this.#state;
    const entry = entries[at];
    if (entry === undefined) return;
    const { viewId } = entry.item;
    this.#set({
      entries: this.#patch(viewId, { answer, outcome: null }),
      unsaved: unsaved + 1,
      said: "",
      at: isAdvancing ? at + 1 : at,
    });
    this.#line.add(() => this.#send(viewId, answer));
    this.#refill();
  };

  clear = (): void => {
    const entry = this.#state.entries[this.#state.at];
    if (entry?.answer?.kind !== "score") return;
    const { viewId } = entry.item;
    const clearId = newId();
    this.#set({
      entries: this.#patch(viewId, { answer: null, outcome: null }),
      said: "Your score is cleared.",
    });
    this.#line.add(async () => {
      const { progress } = await this.#client.ratings.clear.mutate({ viewId, clearId });
      this.#set({ progress });
    });
  };

  undo = (): void => {
    const { session } = this.#state;
    if (session === null) return;
    const undoId = newId();
    this.#line.add(async () => {
      const { undone, progress } = await this.#client.ratings.undo.mutate({ sessionId: session.id, undoId });
      if (undone === null) return this.#set({ progress, said: "Nothing is left to take back." });
      const { entries } = this.#state;
      const entry: Entry = { item: undone.item, answer: null, outcome: null };
      const at = Math.max(0, this.#state.at - 1);
      const rest = entries.slice(entries[at]?.answer == null ? at : at + 1);
      const said = `Taken back: ${undone.answer.replace("_", " ")}.`;
      this.#set({ entries: [...entries.slice(0, at), entry, ...rest], at, progress, said });
      this.#prefetch();
    });
  };

  move = (by: 1 | -1): void => {
    const { entries, at } = this.#state;
    const next = Math.max(0, Math.min(entries.length - 1, at + by));
    if (next === at || entries.length === 0) return;
    this.#set({ at: next, said: "" });
    this.#refill();
  };

  retry = (): void => {
    this.#set({ problem: null });
    this.#line.resume();
  };

  #set(change: Partial<BenchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #patch(viewId: string, change: Partial<Entry>): Entry[] {
    return this.#state.entries.map((entry) => (entry.item.viewId === viewId ? { ...entry, ...change } : entry));
  }

  async #send(viewId: string, answer: GivenAnswer): Promise<void> {
    const outcome = await this.#client.ratings.rate.mutate({ viewId, answer });
    this.#set({
      entries: this.#patch(viewId, { outcome }),
      unsaved: this.#state.unsaved - 1,
      progress: outcome.progress,
      last: outcome,
      end: this.#state.end === "spaced" ? "more" : this.#state.end,
    });
    this.#refill();
  }

  #prefetch(): void {
    const { entries, at } = this.#state;
    const near = entries.slice(Math.max(0, at - KEPT_BEHIND), at + AHEAD + 1);
    const tokens = near.flatMap(({ item }) => Object.values(item.tokens).flatMap((token) => token ?? []));
    this.pictures.keepOnly(new Set(tokens));
    for (const token of tokens.filter((one) => this.pictures.ready(one) === null)) {
      this.pictures.load(token).then(
        () => this.#set({}),
        () => this.#set({ said: "A picture could not be fetched; reload the page." }),
      );
    }
  }

  #refill(): void {
    this.#prefetch();
    const { session, entries, at, end } = this.#state;
    const missing = AHEAD + 1 - (entries.length - at);
    if (session === null || this.#isFetching || missing <= 0 || end !== "more") return;
    this.#isFetching = true;
    this.#line.add(async () => {
      // An answer that is still on its way is no answer to the console yet: without its view it would show the picture again.
      const held = this.#state.entries.filter(({ outcome }) => outcome === null).map(({ item }) => item.viewId);
      const wish = { sessionId: session.id, count: AHEAD + 1, held: held.slice(-MOST_HELD) };
      const { items, end: next } = await this.#client.ratings.next.mutate(wish);
      const fresh = items.map((item): Entry => ({ item, answer: null, outcome: null }));
      this.#isFetching = false;
      this.#set({ entries: [...this.#state.entries, ...fresh], end: next });
      this.#refill();
    });
  }
}

export function createBench(client: BenchClient, wish: RouterInputs["ratings"]["open"]): BenchController {
  return new Bench(client, wish);
}
