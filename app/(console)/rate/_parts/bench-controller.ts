import type { RouterInputs, RouterOutputs } from "../../../_trpc/procedures.ts";
import { requestKey } from "../../../_trpc/request-key.ts";
import type { JobLine } from "../../../_unsaved/job-line.ts";
import {
  type Entry,
  freshEntry,
  type GivenAnswer,
  isMoreWaiting,
  type Outcome,
  tokensToSee,
  withUndone,
} from "./bench-entries.ts";
import { createPictureStore, type PictureStore, type Sight } from "./picture-store.ts";

export interface BenchState {
  session: RouterOutputs["ratings"]["open"] | null;
  entries: readonly Entry[];
  at: number;
  end: "more" | "spaced" | "empty";
  progress: RouterOutputs["ratings"]["open"]["progress"] | null;
  /** The newest stored answer's effect (IM63). */
  last: Outcome | null;
  said: string;
  /** Why the console gives this sitting no pictures; null while it does. */
  refusal: string | null;
}

/** The procedures a bench calls. */
interface BenchClient {
  ratings: {
    open: { mutate(input: RouterInputs["ratings"]["open"]): Promise<RouterOutputs["ratings"]["open"]> };
    next: { mutate(input: RouterInputs["ratings"]["next"]): Promise<RouterOutputs["ratings"]["next"]> };
    renew: { mutate(input: RouterInputs["ratings"]["renew"]): Promise<RouterOutputs["ratings"]["renew"]> };
    rate: { mutate(input: RouterInputs["ratings"]["rate"]): Promise<Outcome> };
    clear: { mutate(input: RouterInputs["ratings"]["clear"]): Promise<RouterOutputs["ratings"]["clear"]> };
    undo: { mutate(input: RouterInputs["ratings"]["undo"]): Promise<RouterOutputs["ratings"]["undo"]> };
  };
}

export interface BenchController {
  state(): BenchState;
  pictures: PictureStore;
  open(): void;
  /** Forgets what the bench still wanted to read; what a person did goes on. */
  close(): void;
  /** Whether the answer was taken; if not, `said` tells why. */
  answer(answer: GivenAnswer, isAdvancing: boolean): boolean;
  clear(): void;
  undo(): void;
  move(by: 1 | -1): void;
  /** Whether the pictures of the active entry can be seen. */
  sight(): Sight;
  /** Asks for the pictures around the active one once more; one whose token has run out gets more time first (IM59). */
  fetchAgain(): void;
  /** Something changed on the console; where nothing waited, it asks anew. */
  lookAgain(): void;
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
  refusal: null,
};

const UNSEEN: Record<Exclude<Sight, "ready">, string> = {
  loading: "Not taken: its pictures are still on their way.",
  failed: "Not taken: one of its pictures could not be fetched. Fetch it again, or skip it.",
};
const BEING_UNDONE = "Not taken: an answer is being taken back, and its picture comes next.";

/** Names a call that takes something back, so that one sent again takes nothing more back. */
const newId = (): string => requestKey(crypto.getRandomValues(new Uint8Array(16)));

interface BenchParts {
  client: BenchClient;
  wish: RouterInputs["ratings"]["open"];
  line: JobLine;
}

/** One sitting in this tab: answers are shown at once and sent one after the other. */
class Bench implements BenchController {
  readonly pictures = createPictureStore();
  readonly #client: BenchClient;
  readonly #wish: RouterInputs["ratings"]["open"];
  readonly #line: JobLine;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  #version = 0;
  #isMounted = false;
  #isOpening = false;
  #isFetching = false;
  #undos = 0;

  constructor({ client, wish, line }: BenchParts) {
    this.#client = client;
    this.#wish = wish;
    this.#line = line;
  }

  state = (): BenchState => this.#state;
  version = (): number => this.#version;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open = (): void => {
    this.#isMounted = true;
    if (this.#state.session !== null || this.#isOpening) return;
    this.#isOpening = true;
    this.#read(async () => {
      const session = await this.#client.ratings.open.mutate(this.#wish);
      this.#set({ session, progress: session.progress });
      this.#refill();
    });
  };

  close = (): void => {
    this.#isMounted = false;
    this.#line.forget(this);
    this.#isOpening = false;
    this.#isFetching = false;
  };

  answer = (answer: GivenAnswer, isAdvancing: boolean): boolean => {
    const { entries, at } = this.#state;
    const entry = entries[at];
    if (entry === undefined) return false;
    const why = this.#whyNot(answer);
    if (why !== null) {
      this.#set({ said: why });
      return false;
    }
    const { viewId } = entry.item;
    this.#set({
      entries: this.#patch(viewId, { answer, outcome: null }),
      said: "",
      at: isAdvancing ? at + 1 : at,
    });
    this.#line.add({
      reader: null,
      run: () => this.#send(viewId, answer),
      refused: () => this.#answerRefused(entry, answer),
    });
    this.#refill();
    return true;
  };

  clear = (): void => {
    const entry = this.#state.entries[this.#state.at];
    if (entry?.answer?.kind !== "score") return;
    if (this.#undos > 0) {
      this.#set({ said: BEING_UNDONE });
      return;
    }
    const { viewId } = entry.item;
    const clearId = newId();
    this.#set({
      entries: this.#patch(viewId, { answer: null, outcome: null }),
      said: "Your score is cleared.",
    });
    this.#line.add({
      reader: null,
      run: async () => {
        const { progress } = await this.#client.ratings.clear.mutate({ viewId, clearId });
        this.#set({ progress });
      },
      refused: () => this.#clearRefused(entry),
    });
  };

  undo = (): void => {
    const { session } = this.#state;
    if (session === null) return;
    const undoId = newId();
    this.#undos += 1;
    this.#line.add({
      reader: null,
      run: async () => {
        const { undone, progress } = await this.#client.ratings.undo.mutate({ sessionId: session.id, undoId });
        this.#undos -= 1;
        if (undone === null) return this.#set({ progress, said: "Nothing is left to take back." });
        const said = `Taken back: ${undone.answer.replace("_", " ")}.`;
        this.#set({ ...withUndone(this.#state, undone), progress, said });
        this.#prefetch();
      },
      refused: () => {
        this.#undos -= 1;
      },
    });
  };

  move = (by: 1 | -1): void => {
    const { entries, at } = this.#state;
    const next = at + by;
    // Past the last picture there is none to go to, and from there only the way back.
    if (next < 0 || (by === 1 && next >= entries.length)) return;
    this.#set({ at: Math.min(next, entries.length - 1), said: "" });
    this.#refill();
  };

  sight = (): Sight => {
    const entry = this.#state.entries[this.#state.at];
    return entry === undefined ? "loading" : this.pictures.sight(tokensToSee(entry));
  };

  fetchAgain = (): void => {
    const viewIds = this.#near().map(({ item }) => item.viewId);
    this.#read(async () => {
      await this.#client.ratings.renew.mutate({ viewIds });
      this.#prefetch();
    });
  };

  lookAgain = (): void => {
    if (this.#state.end !== "more") this.#fetchMissing();
  };

  #set(change: Partial<BenchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #patch(viewId: string, change: Partial<Entry>): Entry[] {
    return this.#state.entries.map((entry) => (entry.item.viewId === viewId ? { ...entry, ...change } : entry));
  }

  /** An answer belongs to the picture that was seen; none is taken for one that is about to change. */
  #whyNot(answer: GivenAnswer): string | null {
    if (this.#undos > 0) return BEING_UNDONE;
    const sight = this.sight();
    return answer.kind === "skip" || sight === "ready" ? null : UNSEEN[sight];
  }

  /** A job of this page alone. */
  #read(run: () => Promise<void>): void {
    this.#line.add({
      reader: this,
      run,
      refused: (refusal) => {
        this.#isOpening = false;
        this.#isFetching = false;
        this.#set({ refusal });
      },
    });
  }

  async #send(viewId: string, answer: GivenAnswer): Promise<void> {
    const outcome = await this.#client.ratings.rate.mutate({ viewId, answer });
    // A picture that was cleared or answered anew meanwhile waits for the outcome of that.
    const isNewest = this.#entryOf(viewId)?.answer === answer;
    const entries = isNewest ? this.#patch(viewId, { outcome }) : this.#state.entries;
    const isMore = this.#state.end === "spaced" || isMoreWaiting(entries, outcome.progress.waiting);
    this.#set({ entries, progress: outcome.progress, last: outcome, end: isMore ? "more" : this.#state.end });
    this.#refill();
  }

  /** The console refused an answer: its picture shows what it had before, unless it was answered anew since. */
  #answerRefused({ item: { viewId }, answer, outcome }: Entry, refused: GivenAnswer): void {
    if (this.#entryOf(viewId)?.answer === refused) this.#set({ entries: this.#patch(viewId, { answer, outcome }) });
  }

  /** The console refused to clear a score: it shows again, unless its picture was answered anew since. */
  #clearRefused({ item: { viewId }, answer, outcome }: Entry): void {
    if (this.#entryOf(viewId)?.answer !== null) return;
    this.#set({ entries: this.#patch(viewId, { answer, outcome }), said: "" });
  }

  #entryOf(viewId: string): Entry | undefined {
    return this.#state.entries.find(({ item }) => item.viewId === viewId);
  }

  /** The entries whose pictures are kept ready. */
  #near(): readonly Entry[] {
    const { entries, at } = this.#state;
    return entries.slice(Math.max(0, at - KEPT_BEHIND), at + AHEAD + 1);
  }

  #prefetch(): void {
    if (!this.#isMounted) return;
    const tokens = this.#near().flatMap(({ item }) => Object.values(item.tokens).flatMap((token) => token ?? []));
    this.pictures.keepOnly(new Set(tokens));
    const told = () => this.#set({});
    for (const token of tokens.filter((one) => this.pictures.ready(one) === null)) {
      this.pictures.load(token).then(told, told);
    }
  }

  #refill(): void {
    this.#prefetch();
    if (this.#state.end === "more") this.#fetchMissing();
  }

  #fetchMissing(): void {
    const { session, entries, at } = this.#state;
    const missing = AHEAD + 1 - (entries.length - at);
    if (session === null || this.#isFetching || missing <= 0 || !this.#isMounted) return;
    this.#isFetching = true;
    this.#read(async () => {
      // An answer that is still on its way is no answer to the console yet: without its view it would show the picture again.
      const held = this.#state.entries.filter(({ outcome }) => outcome === null).map(({ item }) => item.viewId);
      const wish = { sessionId: session.id, count: AHEAD + 1, held: held.slice(-MOST_HELD) };
      const { items, end: next } = await this.#client.ratings.next.mutate(wish);
      this.#isFetching = false;
      this.#set({ entries: [...this.#state.entries, ...items.map(freshEntry)], end: next, refusal: null });
      this.#refill();
    });
  }
}

/** A sitting of its own, whose answers go through the tab's line. */
export function createBench(parts: BenchParts): BenchController {
  return new Bench(parts);
}
