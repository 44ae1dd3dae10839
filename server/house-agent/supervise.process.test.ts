import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createTestApp, type TestApp } from "../platform/test-app.ts";
import { type HouseAgent, superviseHouseAgent } from "./supervise.ts";

const PROGRAM = path.join(import.meta.dirname, "fixtures/agent-stand-in.ts");
const Note = z.looseObject({ started: z.int().optional(), listening: z.int().optional(), stopped: z.int().optional() });

let app: TestApp;
let supervised: HouseAgent[];
let tokens: number;

beforeEach(async () => {
  app = await createTestApp();
  supervised = [];
  tokens = 0;
});
afterEach(async () => {
  await Promise.all(supervised.map((one) => one.stop()));
  await app.close();
});

function supervise(): HouseAgent {
  const createToken = async () => {
    tokens += 1;
    return `token-${tokens}`;
  };
  const one = superviseHouseAgent({ app, consoleUrl: "http://127.0.0.1:4680", program: PROGRAM, createToken });
  supervised.push(one);
  return one;
}

const stateDir = () => path.join(app.env.dataDir, "house-agent");

function notes(): z.infer<typeof Note>[] {
  const file = path.join(stateDir(), "notes");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Note.parse(JSON.parse(line)));
}

const started = () => notes().flatMap((note) => note.started ?? []);
const until = (condition: () => boolean) => expect.poll(condition, { timeout: 20_000, interval: 20 }).toBe(true);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("EN6 the house agent gets its token on descriptor 3, never in argv or environment, and ends with the console", async () => {
  const one = supervise();
  await until(() => notes().some((note) => note.listening !== undefined));
  expect(notes()[0]).toMatchObject({
    argv: ["run", "--state-dir", stateDir(), "--console", "http://127.0.0.1:4680", "--house"],
    token: { joinToken: "token-1" },
  });
  expect(JSON.stringify(notes()[0]?.["env"])).not.toMatch(/TOKEN|SECRET|NODE_OPTIONS|VITEST/);
  await one.stop();
  const [pid = 0] = started();
  expect(notes().at(-1)).toEqual({ stopped: pid });
  expect(isAlive(pid)).toBe(false);
});

test("a house agent that outlived its console is greeted with a fresh token and not started twice", async () => {
  const first = supervise();
  await until(() => notes().some((note) => note.listening !== undefined));
  const second = supervise();
  await until(() => notes().some((note) => "heard" in note));
  expect(notes().at(-1)).toEqual({ heard: { type: "console", url: "http://127.0.0.1:4680", joinToken: "token-2" } });
  expect(started()).toHaveLength(1);
  await Promise.all([first.stop(), second.stop()]);
  expect(isAlive(started()[0] ?? 0)).toBe(false);
});

test("a house agent that is killed is started again with a new token", async () => {
  supervise();
  await until(() => notes().some((note) => note.listening !== undefined));
  process.kill(started()[0] ?? 0, "SIGKILL");
  await until(() => notes().filter((note) => note.listening !== undefined).length === 2);
  expect(notes().findLast((note) => note.started !== undefined)).toMatchObject({ token: { joinToken: "token-2" } });
  expect(app.logged.join("")).toContain('"event":"house-agent-gone"');
});

test("a house agent that dies at once is put off, and stopping does not wait for it", async () => {
  mkdirSync(stateDir(), { recursive: true });
  writeFileSync(path.join(stateDir(), "die"), "");
  const one = supervise();
  await until(() => app.logged.some((line) => line.includes('"kind":"again"') && line.includes("exit 3")));
  await one.stop();
  expect(started()).toHaveLength(1);
});
