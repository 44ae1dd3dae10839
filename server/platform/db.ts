import { PrismaClient } from "../../prisma/generated/sqlite/client.ts";
import { createSafeSqlite } from "./sqlite/sqlite-adapter.ts";

const MAX_WAIT_MS = 10_000;
const TIMEOUT_MS = 15_000;

/** The database client over the safe adapter (ST2); `file` is the path of a migrated database. */
export function openDb(file: string): PrismaClient {
  return new PrismaClient({
    adapter: createSafeSqlite(file),
    transactionOptions: { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS },
  });
}
