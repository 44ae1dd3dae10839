import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../store/open-store.ts";
import { obligationDraft, testBook } from "../../test/fixtures/obligation-samples.ts";
import { startPlaneServer } from "../../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../../test/fixtures/test-agent.ts";
import { freePort } from "../../test/free-port.ts";
import { launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { endAfterTest, serveArgv, serving } from "../../test/launchd/live-provider.ts";

const LABEL = "org.example.provider";

/** A machine whose service a dead run left booted out. */
async function strandedMachine(holdUntil: string | null = null) {
  const launchd = launchdFolder();
  const live = await freePort();
  const argv = serveArgv(live);
  endAfterTest(argv);
  const plist = launchd.addPlist(LABEL, argv);
  const stateDir = testStateDir();
  const draft = obligationDraft();
  const store = openStore(stateDir);
  const detail = { ...draft.detail, label: LABEL, plist, port: live, pid: 2 ** 22 + 9, startTime: "gone", holdUntil };
  testBook(store, stateDir).open({ ...draft, detail });
  store.close();
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const options = testAgentOptions(stateDir, plane);
  const environment = { ...options.environment, PATH: `${launchd.path}:/usr/bin:/bin`, HOME: launchd.home };
  const start = () => {
    const agent = startTestAgent({ ...options, environment });
    onTestFinished(async () => void (await agent.stop()));
    return agent;
  };
  return { launchd, live, plane, start, id: draft.id };
}

test("B37, RO2 the agent brings a dead run's service back at its start, once, and tells the console", async () => {
  const { launchd, live, plane, start, id } = await strandedMachine();
  start();
  await plane.until(() => plane.events.some(({ type }) => type === "obligation.cleared"));
  await serving(live);
  expect(launchd.calls("bootstrap")).toHaveLength(1);
  const told = plane.events.filter(({ type }) => type.startsWith("obligation."));
  expect(told.map(({ type }) => type)).toEqual(["obligation.opened", "obligation.cleared"]);
  expect(told[1]?.body).toMatchObject({ id, kind: "launchd", label: LABEL, error: null });
});

test("RO3, QU6 a restore that fails is tried each minute, and from the fifth failure on no job is taken", async () => {
  const { launchd, plane, start } = await strandedMachine();
  launchd.trap("bootstrap fails");
  start();
  const failures = () => plane.events.filter(({ type }) => type === "obligation.failed");
  await plane.until(() => failures().length === 5);
  expect(failures().map(({ body }) => body)).toMatchObject([
    ...[1, 2, 3, 4].map((attempts) => ({ attempts, isQuarantined: false })),
    { attempts: 5, isQuarantined: true },
  ]);
  const polls = () => plane.calls.filter(({ path }) => path === "poll");
  const before = polls().length;
  await plane.until(() => polls().length > before + 1);
  expect(polls().at(-1)?.body).toMatchObject({ can_take_job: false });
});

test("JK5, B37 a hold that still runs is left alone", async () => {
  const { launchd, plane, start } = await strandedMachine("2999-01-01T00:00:00.000Z");
  start();
  const polls = () => plane.calls.filter(({ path }) => path === "poll");
  await plane.until(() => polls().length > 3);
  expect(launchd.calls("bootstrap")).toEqual([]);
});
