import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEAD_OWNER, obligationDraft, testBook } from "../../test/fixtures/obligation-samples.ts";
import { tempStore } from "../../test/fixtures/temp-store.ts";
import { openStore } from "../open-store.ts";
import type { Obligation } from "./obligation.ts";
import { countOpenObligations, hasQuarantinedRestore } from "./obligations.ts";

const HELPER = { pid: 10, startTime: "a" };
const AGENT = { pid: 11, startTime: "b" };
const filesOf = (stateDir: string) => readdirSync(join(stateDir, "obligations"));

test("B102, OB3 an obligation is a row, an event and a 0600 file before it returns; done ends all three", () => {
  const { store, stateDir } = tempStore();
  const book = testBook(store, stateDir);
  const obligation = book.open(obligationDraft());
  expect(store.db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(countOpenObligations(store)).toBe(1);
  expect(filesOf(stateDir)).toEqual([`${obligation.id}.json`]);
  expect(statSync(join(stateDir, "obligations", `${obligation.id}.json`)).mode & 0o777).toBe(0o600);
  const claimed = book.claim(obligation, HELPER);
  if (claimed === null) throw new Error("not claimed");
  book.done(claimed);
  expect(filesOf(stateDir)).toEqual([]);
  expect(countOpenObligations(store)).toBe(0);
  const events = store.db
    .prepare("SELECT type FROM outbox ORDER BY seq")
    .all()
    .map(({ type }) => type);
  expect(events).toEqual(["obligation.opened", "obligation.cleared"]);
  store.close();
});

test("OB3 a damaged agent.db is moved aside and the fresh one takes its open obligations from their files", () => {
  const { store, stateDir } = tempStore();
  const book = testBook(store, stateDir);
  const kept = book.change(book.open(obligationDraft()), { port: 8080 });
  const finished = book.claim(book.open(obligationDraft()), HELPER);
  if (finished !== null) book.done(finished);
  store.close();
  const path = join(stateDir, "agent.db");
  truncateSync(path, 100);
  for (const suffix of ["-wal", "-shm"]) writeFileSync(`${path}${suffix}`, "");
  writeFileSync(path, "this is no database");
  const fresh = openStore(stateDir);
  expect(fresh.quarantined).not.toBeNull();
  expect(testBook(fresh, stateDir).unsettled()).toEqual([{ ...kept, state: "open" }]);
  fresh.close();
});

test("B33, OB3 the owner's environment is on file only, through every change and a lost agent.db, and goes with the file", () => {
  const { store, stateDir } = tempStore();
  const environment = { HF_TOKEN: "hf_secret" };
  const opened = testBook(store, stateDir).open(obligationDraft({ kind: "foreground" }), environment);
  const changed = testBook(store, stateDir).change(opened, { hasBegun: true });
  expect(testBook(store, stateDir).environmentOf(changed)).toEqual(environment);
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  for (const name of readdirSync(stateDir).filter((each) => each.startsWith("agent.db"))) {
    expect(readFileSync(join(stateDir, name)).includes("hf_secret")).toBe(false);
  }
  store.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(stateDir, `agent.db${suffix}`), { force: true });
  const fresh = openStore(stateDir);
  const book = testBook(fresh, stateDir);
  const [found] = book.unsettled();
  expect(found).toEqual(changed);
  expect(book.environmentOf(changed)).toEqual(environment);
  const claimed = found === undefined ? null : book.claim(found, HELPER);
  if (claimed === null) throw new Error("not claimed");
  book.done(claimed);
  expect(filesOf(stateDir)).toEqual([]);
  expect(book.environmentOf(changed)).toBeNull();
  fresh.close();
});

test("B36, RO3 a failed attempt goes back to open with error and count; the fifth in five minutes is quarantine", () => {
  const { store, stateDir } = tempStore();
  let nowMs = 0;
  const book = testBook(store, stateDir, () => nowMs);
  let standing: Obligation = book.open(obligationDraft());
  for (let count = 1; count <= 5; count += 1) {
    const claimed = book.claim(standing, AGENT);
    if (claimed === null) throw new Error("not claimed");
    standing = book.failed(claimed, `try ${count}`);
    expect(book.find(standing.id)).toMatchObject({
      state: "open",
      attempts: count,
      error: `try ${count}`,
      owner: AGENT,
    });
    expect(hasQuarantinedRestore(store)).toBe(count === 5);
    nowMs += 60_000;
  }
  store.close();
});

type Move = { readonly by: 0 | 1 | 2; readonly act: "look" | "claim" | "done" | "failed" };

test("B36 whatever the order of looks, claims and ends, at most one claim is alive and a done one stays done", () => {
  const { store, stateDir } = tempStore();
  const book = testBook(store, stateDir);
  const owners = [DEAD_OWNER, HELPER, AGENT];
  const move = fc.record<Move>({
    by: fc.constantFrom(0, 1, 2),
    act: fc.constantFrom("look", "claim", "done", "failed"),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
      const { id } = book.open(obligationDraft());
      const seen: (Obligation | null)[] = owners.map(() => book.find(id));
      const held: (Obligation | null)[] = owners.map(() => null);
      let isDone = false;
      for (const { by, act } of moves) {
        const owner = owners[by] ?? DEAD_OWNER;
        if (act === "look") seen[by] = book.find(id);
        if (act === "claim" && held[by] === null) {
          const known = seen[by] ?? null;
          const claimed = known === null ? null : book.claim(known, owner);
          if (claimed === null) continue;
          expect(isDone).toBe(false);
          // Taking over a claim is for claims whose owner is gone: the other holds it no longer.
          held.fill(null);
          held[by] = claimed;
        }
        const mine = held[by] ?? null;
        if (act === "failed" && mine !== null) book.failed(mine, "no");
        if (act === "done" && mine !== null) {
          book.done(mine);
          isDone = true;
        }
        if (act === "done" || act === "failed") held[by] = null;
      }
      expect(book.find(id)?.state === "done").toBe(isDone);
    }),
    { numRuns: 60 },
  );
  store.close();
});
