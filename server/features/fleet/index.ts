export { noteGoodbye } from "./goodbye.ts";
export { createHouseJoinToken } from "./house-token.ts";
export { joinAgent } from "./join.ts";
export { macRows } from "./mac-rows.ts";
export type { AgentRow } from "./repo.ts";
export { storeReport } from "./reports.ts";
export { authenticateAgent, type Caller, issueChallenge, issueToken, recheckCaller } from "./sessions.ts";
