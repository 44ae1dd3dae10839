import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppRouter } from "../_trpc/procedures.ts";
import { createInvalidator } from "./invalidator.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One open query, and how often it was fetched since. */
async function openQuery() {
  const queryClient = new QueryClient();
  const client = createTRPCClient<AppRouter>({ links: [] });
  const invalidator = createInvalidator(createTRPCOptionsProxy<AppRouter>({ client, queryClient }), queryClient);
  const fetched = vi.fn(async () => "read");
  const leave = new QueryObserver(queryClient, { queryKey: ["open"], queryFn: fetched }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  fetched.mockClear();
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { invalidator, fetched, pass, leave };
}

const RESET = { topic: "reset", subject: "", kind: "reset" } as const;

test("H-20 a burst of pointers is one fetch", async () => {
  const { invalidator, fetched, pass, leave } = await openQuery();
  for (let count = 0; count < 5; count += 1) invalidator.take(RESET);
  await pass(249);
  expect(fetched).toHaveBeenCalledTimes(0);
  await pass(1);
  expect(fetched).toHaveBeenCalledTimes(1);
  leave();
});

test("H-23 what was gathered when the tab was hidden is fetched once it is shown, and only then", async () => {
  const { invalidator, fetched, pass, leave } = await openQuery();
  invalidator.take(RESET);
  invalidator.setShown(false);
  await pass(10_000);
  expect(fetched).toHaveBeenCalledTimes(0);
  invalidator.setShown(true);
  await pass(0);
  expect(fetched).toHaveBeenCalledTimes(1);
  await pass(10_000);
  expect(fetched).toHaveBeenCalledTimes(1);
  leave();
});
