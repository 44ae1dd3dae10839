import { defineConfig } from "vitest/config";

// Pixels of whole pictures and a thousand stored runs take seconds, on a busy machine a minute; a time limit is no assertion.
const patient = { testTimeout: 120_000, hookTimeout: 120_000 };
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
          ...patient,
        },
      },
      {
        test: {
          name: "db",
          include: ["{server,agent,prisma}/**/*.db.test.ts"],
          ...patient,
        },
      },
      { test: { name: "wire", include: ["{server,agent}/**/*.wire.test.ts"], ...serial } },
      { test: { name: "process", include: ["{server,agent,scripts}/**/*.process.test.ts"], ...serial } },
    ],
  },
});
