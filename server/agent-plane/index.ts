import type { IncomingMessage, ServerResponse } from "node:http";
import {
  ChallengeAnswer,
  ChallengeRequest,
  EventsAnswer,
  EventsRequest,
  JoinAnswer,
  JoinRequest,
  PollAnswer,
  PollRequest,
  RenewAnswer,
  RenewRequest,
  ReportAnswer,
  ReportRequest,
  TokenAnswer,
  TokenRequest,
} from "../../core/contract/v1/messages.ts";
import { flushContacts } from "../features/jobs/index.ts";
import type { App } from "../platform/app.ts";
import { handleBlob, isBlobPath } from "./blobs/handle-blob.ts";
import { events } from "./calls/events.ts";
import { challenge, join, token } from "./calls/identity.ts";
import { poll } from "./calls/poll.ts";
import { renew } from "./calls/renew.ts";
import { report } from "./calls/report.ts";
import { asFailure, sendFailure, sendJson } from "./http/answer.ts";
import { PlaneFailure } from "./http/plane-failure.ts";
import { agentRoute, openRoute, type Route } from "./http/route.ts";
import { commitsDone } from "./inbox/group-commit.ts";
import { planeState } from "./plane-state.ts";
import { wakeHost } from "./wake.ts";

const KIB = 1024;

/** protocol.md section 5, with the body limits of its table. */
const ROUTES = new Map<string, Route>([
  ["/agent/v1/join", openRoute({ limitBytes: 16 * KIB, input: JoinRequest, output: JoinAnswer, run: join })],
  [
    "/agent/v1/challenge",
    openRoute({ limitBytes: 4 * KIB, input: ChallengeRequest, output: ChallengeAnswer, run: challenge }),
  ],
  ["/agent/v1/token", openRoute({ limitBytes: 4 * KIB, input: TokenRequest, output: TokenAnswer, run: token })],
  ["/agent/v1/poll", agentRoute({ limitBytes: 16 * KIB, input: PollRequest, output: PollAnswer, run: poll })],
  ["/agent/v1/renew", agentRoute({ limitBytes: 8 * KIB, input: RenewRequest, output: RenewAnswer, run: renew })],
  ["/agent/v1/events", agentRoute({ limitBytes: 1024 * KIB, input: EventsRequest, output: EventsAnswer, run: events })],
  ["/agent/v1/report", agentRoute({ limitBytes: 256 * KIB, input: ReportRequest, output: ReportAnswer, run: report })],
]);

async function answer(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  if (isBlobPath(path)) return handleBlob(app, request, response);
  const route = ROUTES.get(path);
  if (route === undefined) throw new PlaneFailure("not_found");
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    throw new PlaneFailure("bad_request", { status: 405, message: "use POST" });
  }
  sendJson(response, 200, await route.handle(app, request, response));
}

/** Answers every request under `/agent/v1/` (protocol.md section 5); never throws, every failure is a TR7 answer. */
export async function handleAgentPlane(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answer(app, request, response);
  } catch (cause) {
    const failure = asFailure(cause);
    if (failure.code === "internal") app.log.error({ err: cause, path: request.url }, "agent plane failed");
    if (!request.complete && !response.headersSent) response.setHeader("connection", "close");
    sendFailure(response, failure);
  }
}

/** Answers all held polls at once and writes what is still in memory; called once, before the listener closes (F9). */
export async function stopAgentPlane(app: App): Promise<void> {
  const state = planeState(app);
  state.isStopping = true;
  for (const agentId of [...state.held.keys()]) wakeHost(app, agentId);
  await commitsDone(app);
  await flushContacts(app);
}
