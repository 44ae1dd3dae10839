export { appendAudit } from "./append-audit.ts";
export { historyOf } from "./history-of.ts";
export { verifyAudit } from "./verify-audit.ts";
