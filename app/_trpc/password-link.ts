import type { TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "../../server/trpc/router.ts";
import { failureOf } from "../_ui/states/failure.ts";
import { passwordGate } from "./password-gate.ts";

/** AC5: an action refused for want of a fresh password is repeated once it was entered; the caller sees one call. */
export const passwordLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let running: Unsubscribable | null = null;
      let isClosed = false;
      const run = (isRepeat: boolean) => {
        running = next(op).subscribe({
          next: (result) => observer.next(result),
          complete: () => observer.complete(),
          error: (error) => {
            if (isRepeat || op.type !== "mutation" || failureOf(error).code !== "PASSWORD_NEEDED")
              observer.error(error);
            else void askAndRepeat(error);
          },
        });
      };
      const askAndRepeat = async (error: TRPCClientError<AppRouter>) => {
        const answer = await passwordGate.ask();
        if (isClosed) return;
        if (answer === "confirmed") run(true);
        else observer.error(error);
      };
      run(false);
      return () => {
        isClosed = true;
        running?.unsubscribe();
      };
    });
