import { TRPCClientError } from "@trpc/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppRouter } from "../../../_trpc/procedures.ts";
import { failureOf } from "../../../_ui/states/failure.ts";
import { decideFailure } from "../../../_unsaved/decide-failure.ts";
import { createJobLine } from "../../../_unsaved/job-line.ts";
import { type BenchController, createBench } from "./bench-controller.ts";
import type { GivenAnswer } from "./bench-entries.ts";

/** What the browser was asked for, in order; a picture arrives and is decoded at once, unless it is slow or broken. */
let fetched: string[];
let decoded: number;
let slow: Set<string>;
let broken: Set<string>;

beforeEach(() => {
  fetched = [];
  decoded = 0;
  slow = new Set();
  broken = new Set();
  vi.stubGlobal("fetch", async (address: string) => {
    const token = address.replace("/api/images/view/", "");
    fetched.push(token);
    if (slow.has(token)) return new Promise(() => undefined);
    return new Response(new Blob([new Uint8Array(8)]), { status: broken.has(token) ? 404 : 200 });
  });
  vi.stubGlobal("createImageBitmap", async () => {
    decoded += 1;
    return { close: () => undefined };
  });
});
afterEach(() => vi.unstubAllGlobals());

const WISH = { mode: "scores" as const, class: null, isBlind: true, confirmationId: null };
const SESSION = { id: "s", mode: "scores" as const, class: null, isBlind: true, suggestedMode: "scores" as const };
const EFFECT = { class: "color-photo", ratedRuns: 0, neededRuns: 20, argumentSets: 0 };
const REST = { left: null, right: null, previous: null };
const GOOD: GivenAnswer = { kind: "score", score: 4, view: { zoom100: false, msOnImage: 900 } };
const FAIR: GivenAnswer = { ...GOOD, score: 3 };

const item = (name: string | number) => ({
  viewId: `view ${name}`,
  tokens: { ...REST, before: `before ${name}`, output: `output ${name}` },
  term: "random" as const,
  revealed: null,
});

/** Nobody answers. */
const lost = () => new TRPCClientError<AppRouter>("Failed to fetch");
const refusal = () => Object.assign(lost(), { data: { appCode: "NOT_FOUND", fix: "Go on.", isRetryable: false } });

/** A console with so many pictures that takes every answer; the event of an answer has the name of its view. */
function consoleOf(pictures = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  const failures: Error[] = [];
  let made = 0;
  let isAnswered = true;
  const room = { pictures, waiting: 40 };
  const progress = () => ({ answers: 0, waiting: room.waiting, isWarmUp: false, isTimeToStop: false });
  const undone: { eventId: string; item: ReturnType<typeof item>; answer: string }[] = [];
  const call = async <Output>(name: string, output: () => Output): Promise<Output> => {
    if (!isAnswered) throw lost();
    calls.push(name);
    const failure = name.startsWith("next") || name === "open" ? undefined : failures.shift();
    if (failure !== undefined) throw failure;
    return output();
  };
  const client = {
    ratings: {
      open: { mutate: () => call("open", () => ({ ...SESSION, progress: progress() })) },
      next: {
        mutate: ({ count }: { count: number }) =>
          call("next", () => {
            const items = Array.from({ length: Math.min(count, room.pictures - made) }, () => {
              made += 1;
              return item(made);
            });
            return { items, end: made < room.pictures ? ("more" as const) : ("empty" as const) };
          }),
      },
      renew: {
        mutate: ({ viewIds }: { viewIds: string[] }) =>
          call(`renew ${viewIds.join(", ")}`, () => {
            for (const id of viewIds) broken.delete(id.replace("view", "output"));
            return { expiresAt: "2026-11-30T00:00:00.000Z" };
          }),
      },
      rate: {
        mutate: ({ viewId, answer }: { viewId: string; answer: GivenAnswer }) =>
          call(`rate ${viewId} ${answer.kind === "score" ? answer.score : answer.kind}`, () => ({
            ...{ eventId: `event of ${viewId}`, revealed: [], effect: EFFECT, progress: progress() },
          })),
      },
      clear: {
        mutate: ({ clearId }: { clearId: string }) =>
          call(`clear ${clearId}`, () => ({ isRevoked: true, progress: progress() })),
      },
      undo: {
        mutate: ({ undoId }: { undoId: string }) =>
          call(`undo ${undoId}`, () => ({ undone: undone.shift() ?? null, progress: progress() })),
      },
    },
  };
  return {
    ...{ client, calls, failures, undone, room },
    answers: (next: boolean) => {
      isAnswered = next;
    },
    done: (what: string) => calls.filter((name) => name.startsWith(what)),
  };
}

/** Waits longer than a machine stalls. */
const until = (check: () => void) => vi.waitFor(check, 60_000);

const lineOf = () =>
  createJobLine({ decide: (error) => decideFailure(failureOf(error)), pause: () => Promise.resolve() });

/** An open bench whose first pictures are decoded. */
async function benchOf(of: ReturnType<typeof consoleOf>, line = lineOf()): Promise<BenchController> {
  const bench = createBench({ client: of.client, wish: WISH, line });
  bench.open();
  await until(() => expect(bench.sight()).toBe("ready"));
  return bench;
}

/** Scores the active picture as a person does: once it is seen. */
async function score(bench: BenchController, answer = GOOD): Promise<void> {
  await until(() => expect(bench.sight()).toBe("ready"));
  expect(bench.answer(answer, true)).toBe(true);
}

const given = (bench: BenchController) =>
  bench.state().entries.map(({ item: { viewId }, answer }) => `${viewId}${answer === null ? "" : " answered"}`);
const pictures = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => [`before ${from + at}`, `output ${from + at}`]).flat();

test("IM62 the next three pictures are fetched and decoded ahead, before anybody asks, and one more with each answer", async () => {
  const bench = await benchOf(consoleOf());
  await until(() => expect(decoded).toBe(8));
  expect(fetched).toEqual(pictures(1, 4));
  expect(bench.state().at).toBe(0);
  for (const token of pictures(2, 4)) expect(bench.pictures.ready(token)).not.toBeNull();
  bench.answer(GOOD, true);
  expect(bench.state().at).toBe(1);
  expect(bench.pictures.ready("output 2")).not.toBeNull();
  await until(() => expect(decoded).toBe(10));
  expect(fetched).toEqual(pictures(1, 5));
});

test("IM58 no score is taken for a picture that is not seen yet, and a skip is", async () => {
  slow.add("before 2");
  const console = consoleOf();
  const bench = await benchOf(console);
  await score(bench);
  expect(bench.answer(GOOD, true)).toBe(false);
  expect(bench.state()).toMatchObject({ at: 1, said: "Not taken: its pictures are still on their way." });
  expect(bench.answer({ kind: "skip", reason: "skip" }, true)).toBe(true);
  await until(() => expect(console.done("rate")).toEqual(["rate view 1 4", "rate view 2 skip"]));
});

test("IM58 a picture that cannot be fetched takes no score until it is fetched again", async () => {
  broken.add("output 2");
  const bench = await benchOf(consoleOf());
  await score(bench);
  await until(() => expect(bench.sight()).toBe("failed"));
  expect(bench.answer(GOOD, true)).toBe(false);
  broken.clear();
  bench.fetchAgain();
  await score(bench);
  expect(bench.state().at).toBe(2);
});

test("IM59 a picture whose token ran out is fetched again with more time, and so are those around it", async () => {
  broken.add("output 2");
  const console = consoleOf();
  const bench = await benchOf(console);
  await score(bench);
  await until(() => expect(bench.sight()).toBe("failed"));
  bench.fetchAgain();
  await until(() => expect(bench.sight()).toBe("ready"));
  expect(console.done("renew")).toEqual(["renew view 1, view 2, view 3, view 4, view 5"]);
});

test("IM58 answers that nobody took outlive their bench, and are sent before the next one opens", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const first = await benchOf(console, line);
  console.answers(false);
  await score(first);
  await score(first, FAIR);
  await until(() => expect(line.state().problem).not.toBeNull());
  first.undo();
  first.close();
  const second = createBench({ client: console.client, wish: WISH, line });
  second.open();
  expect(line.state().unsaved).toBe(3);
  console.calls.splice(0);
  console.answers(true);
  line.resume();
  await until(() => expect(second.sight()).toBe("ready"));
  expect(console.calls.slice(0, 2)).toEqual(["rate view 1 4", "rate view 2 3"]);
  expect(console.calls[2]).toMatch(/^undo /);
  expect(console.calls.slice(3)).toEqual(["open", "next"]);
  expect(line.state()).toEqual({ unsaved: 0, problem: null, refused: null });
});

test("IM58 a refused answer is said and taken from its picture, and those behind it are stored", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const bench = await benchOf(console, line);
  console.failures.push(refusal());
  await score(bench);
  await score(bench);
  await until(() => expect(console.done("rate")).toHaveLength(2));
  await until(() => expect(line.state()).toMatchObject({ unsaved: 0, problem: null, refused: { count: 1 } }));
  expect(given(bench).slice(0, 2)).toEqual(["view 1", "view 2 answered"]);
});

test("IM58 a refused change of a score leaves the score that stands", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const bench = await benchOf(console, line);
  await score(bench);
  await until(() => expect(bench.state().last).not.toBeNull());
  bench.move(-1);
  console.failures.push(refusal());
  await score(bench, FAIR);
  await until(() => expect(line.state().refused).toMatchObject({ count: 1 }));
  expect(bench.state().entries[0]).toMatchObject({ answer: GOOD, outcome: { eventId: "event of view 1" } });
});

test("IM58 a score that is cleared while it is on its way does not stand again when it arrives", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const bench = await benchOf(console, line);
  bench.answer(GOOD, false);
  bench.clear();
  await until(() => expect(console.done("clear")).toHaveLength(1));
  await until(() => expect(line.state().unsaved).toBe(0));
  expect(bench.state().entries[0]).toMatchObject({ answer: null, outcome: null });
});

test("IM58 a score that the console does not clear shows again", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const bench = await benchOf(console, line);
  await score(bench);
  bench.move(-1);
  await until(() => expect(bench.state().last).not.toBeNull());
  console.failures.push(refusal());
  bench.clear();
  expect(given(bench)[0]).toBe("view 1");
  await until(() => expect(line.state().refused).toMatchObject({ count: 1 }));
  expect(given(bench)[0]).toBe("view 1 answered");
});

test("IM58 undo shows the picture at its own place, wherever the bench is, and its answer stands no more", async () => {
  const console = consoleOf();
  const bench = await benchOf(console);
  for (let place = 0; place < 3; place += 1) await score(bench);
  await until(() => expect(console.done("rate")).toHaveLength(3));
  bench.move(-1);
  bench.move(-1);
  console.undone.push({ eventId: "event of view 3", item: item("3 again"), answer: "4" });
  bench.undo();
  await until(() => expect(bench.state().said).toBe("Taken back: 4."));
  expect(bench.state().at).toBe(2);
  expect(given(bench).slice(0, 4)).toEqual(["view 1 answered", "view 2 answered", "view 3 again", "view 4"]);
});

test("IM58 undo of an answer of another sitting shows its picture before the active one", async () => {
  const console = consoleOf();
  const bench = await benchOf(console);
  await score(bench);
  console.undone.push({ eventId: "event of yesterday", item: item("of yesterday"), answer: "2" });
  bench.undo();
  await until(() => expect(bench.state().said).toBe("Taken back: 2."));
  expect(bench.state().at).toBe(1);
  expect(given(bench).slice(0, 3)).toEqual(["view 1 answered", "view of yesterday", "view 2"]);
});

test("IM58 while an answer is being taken back no key scores the picture that is about to change", async () => {
  const console = consoleOf();
  const bench = await benchOf(console);
  await score(bench);
  await until(() => expect(bench.sight()).toBe("ready"));
  console.undone.push({ eventId: "event of view 1", item: item("1 again"), answer: "4" });
  bench.undo();
  expect(bench.answer(FAIR, true)).toBe(false);
  expect(bench.state().said).toContain("an answer is being taken back");
  await until(() => expect(bench.state().at).toBe(0));
  await score(bench, FAIR);
  await until(() => expect(console.done("rate")).toEqual(["rate view 1 4", "rate view 1 again 3"]));
});

test("IM58 an undo or a clear that is sent again has the same id, and another press another", async () => {
  const [console, line] = [consoleOf(), lineOf()];
  const bench = await benchOf(console, line);
  console.failures.push(lost());
  bench.undo();
  await until(() => expect(line.state().problem).not.toBeNull());
  line.resume();
  await until(() => expect(console.done("undo")).toHaveLength(2));
  bench.undo();
  await until(() => expect(console.done("undo")).toHaveLength(3));
  const [first, again, other] = console.done("undo");
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test("TU40 IM64 pairs that become ready during a sitting are asked for, though nothing waited when it was last asked", async () => {
  const console = consoleOf(2);
  const bench = await benchOf(console);
  await until(() => expect(bench.state().end).toBe("empty"));
  console.room.waiting = 1;
  await score(bench);
  await until(() => expect(bench.state().last).not.toBeNull());
  expect(console.done("next")).toHaveLength(1);
  console.room.pictures = 4;
  console.room.waiting = 2;
  await score(bench);
  await until(() => expect(given(bench)).toHaveLength(4));
  expect(bench.state().at).toBe(2);
});

test("IM64 a bench where nothing waits asks anew when the console says that something changed", async () => {
  const console = consoleOf(0);
  const bench = createBench({ client: console.client, wish: WISH, line: lineOf() });
  bench.open();
  await until(() => expect(bench.state().end).toBe("empty"));
  bench.lookAgain();
  expect(bench.state().end).toBe("empty");
  await until(() => expect(console.done("next")).toHaveLength(2));
  console.room.pictures = 1;
  await until(() => {
    bench.lookAgain();
    expect(bench.sight()).toBe("ready");
  });
});

test("IM62 past the last picture the right arrow stays, and the left one goes back to it", async () => {
  const bench = await benchOf(consoleOf(1));
  await score(bench);
  expect(bench.state().at).toBe(1);
  bench.move(1);
  expect(bench.state().at).toBe(1);
  bench.move(-1);
  expect(bench.state().at).toBe(0);
  bench.move(1);
  expect(bench.state().at).toBe(0);
});
