import { defineConfig } from "vitest/config";

const serial = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 };

/** One project a kind of test; process and wire tests run one file at a time, because they share the machine's processes and ports. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{core,agent,server,app,prisma,scripts,e2e/bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.{db,wire,process}.test.ts", "**/node_modules/**"],
          // Pixels of whole pictures take seconds on a busy machine; a time limit is no assertion.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "db",
          include: ["{server,agent,prisma}/**/*.db.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { test: { name: "wire", include: ["{server,agent}/**/*.wire.test.ts"], ...serial } },
      { test: { name: "process", include: ["{server,agent,scripts}/**/*.process.test.ts"], ...serial } },
    ],
  },
});
