import { randomUUID } from "node:crypto";
import { COLOR_PHOTO } from "../../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../../core/imaging/recipe/test-recipe.ts";
import type { TestApp } from "../../platform/test-app.ts";
import type { Actor, Context } from "../../trpc/context.ts";
import { appRouter } from "../../trpc/router.ts";

const hashOf = (text: string): string => Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64);

const { sha: LIVE_SHA, steps: STEPS } = recipeOf(COLOR_PHOTO);

/** Makes the starter of color-photo live, so that its rated runs have something to be compared with. */
export async function seedColorPhoto({ db, orgId, clock }: TestApp): Promise<void> {
  const [label, by] = ["color-photo", { createdBy: "test", createdAt: clock.now() }];
  await db.imageClass.create({ data: { orgId, label, definition: "", origin: "built_in", liveSha: LIVE_SHA, ...by } });
  const version = { id: "starter", version: 1, recipeSha: LIVE_SHA, toml: COLOR_PHOTO, origin: "starter" };
  await db.imageRecipe.create({ data: { orgId, class: label, ...version, ...by } });
}

/** A signed-in person of a test console. */
export async function signIn(app: TestApp, name: string, role: Actor["role"] = "rater") {
  const row = { id: name, orgId: app.orgId, name, email: `${name}@example.org`, role };
  await app.db.user.create({ data: row, select: { id: true } });
  return callAs(app, { ...row, sessionId: `session of ${name}` });
}

/** The same person after another sign-in. */
export async function signInAgain(app: TestApp, name: string) {
  const { role, ...row } = await app.db.user.findUniqueOrThrow({
    where: { id: name },
    select: { id: true, name: true, email: true, role: true },
  });
  return callAs(app, { ...row, role: role as Actor["role"], sessionId: `next session of ${name}` });
}

function callAs(
  app: TestApp,
  who: { id: string; name: string; email: string; role: Actor["role"]; sessionId: string },
) {
  const { id, ...rest } = who;
  const actor: Actor = { ...rest, userId: id, orgId: app.orgId, passwordAt: app.clock.now() };
  const context: Context = { app, actor, scope: { orgId: app.orgId }, address: "127.0.0.1", request: null };
  return appRouter.createCaller(context).ratings;
}
export type Caller = ReturnType<typeof callAs>;

/** What the boards of color-photo count of the verdicts. */
export async function countedVerdicts(app: TestApp) {
  const who = { userId: "reader", name: "Reader", email: "r@example.org", role: "operator", sessionId: "r" } as const;
  const actor: Actor = { ...who, orgId: app.orgId, passwordAt: app.clock.now() };
  const context: Context = { app, actor, scope: { orgId: app.orgId }, address: "127.0.0.1", request: null };
  const { boards } = await appRouter.createCaller(context).images.leaderboard({ class: "color-photo" });
  const entries = boards.flatMap((board) => board.entries);
  return {
    verdicts: boards.reduce((sum, board) => sum + board.verdicts, 0),
    wins: entries.reduce((sum, { wins }) => sum + wins, 0),
    ties: entries.reduce((sum, { ties }) => sum + ties, 0) / 2,
  };
}

interface TestRun {
  id: string;
  number: number;
  input?: string;
  recipe?: string;
  pairId?: string;
  notRateable?: string;
  class?: string;
}

/** Finished runs of color-photo's steps as the ingest of an agent's records stores them. */
export async function storeAll(app: TestApp, runs: readonly TestRun[]): Promise<void> {
  const at = app.clock.now();
  const rows = runs.map((run) => {
    const { id, number, input = id, recipe = "live", pairId = null, notRateable = null } = run;
    return {
      id,
      number,
      orgId: app.orgId,
      origin: "console",
      state: "done",
      inputBlake3: hashOf(input),
      class: run.class ?? "color-photo",
      recipeSha: hashOf(recipe),
      isPreview: true,
      outputBlake3: hashOf(`out ${id}`),
      outputFormat: "png",
      beforeBlake3: hashOf(`before ${input}`),
      thumbBlake3: hashOf(`thumb ${id}`),
      pairId,
      notRateable,
      workLongSide: 1600,
      argsJson: "{}",
      recordJson: JSON.stringify({ steps: STEPS }),
      requestedAt: at,
      receivedAt: at,
    };
  });
  await app.db.imageRun.createMany({ data: rows });
}

export const storeRun = (app: TestApp, run: TestRun): Promise<void> => storeAll(app, [run]);

/** Runs of as many pictures, named run-1 and so on. */
export async function storeRuns(app: TestApp, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await storeRun(app, { id: `run-${number}`, number });
}

const VIEW = { zoom100: false, msOnImage: 900 };
export const score = (value: number) => ({ kind: "score" as const, score: value, view: VIEW });

/** The next item of a session. */
export async function take(who: Caller, sessionId: string, held: string[] = []) {
  const { items } = await who.next({ sessionId, count: 1, held });
  const [item] = items;
  if (item === undefined) throw new Error("nothing waits");
  return item;
}

/** Each call under an id of its own, as a browser makes it. */
export const undo = (who: Caller, sessionId: string) => who.undo({ sessionId, undoId: randomUUID() });
export const clear = (who: Caller, viewId: string) => who.clear({ viewId, clearId: randomUUID() });

/** The five answers that no statistic counts (IM64). */
export async function warmUp(of: Caller, sessionId: string): Promise<void> {
  for (let answer = 0; answer < 5; answer += 1) {
    await of.rate({ viewId: (await take(of, sessionId)).viewId, answer: score(1) });
  }
}
