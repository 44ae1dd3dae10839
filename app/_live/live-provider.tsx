"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useTRPC, useTRPCClient } from "../_trpc/context.ts";
import type { Connection } from "./connection-text.ts";
import { createInvalidator } from "./invalidator.ts";
import { createLiveController } from "./live-controller.ts";

const ConnectionContext = createContext<Connection>({ kind: "connecting" });

/** Where the live stream of this tab stands. */
export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** One subscription per tab for all topics; pointers make queries old, the queries fetch (H-20…H-23). */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ kind: "connecting" });

  // The event stream and the tab's visibility are outside React.
  useEffect(() => {
    const invalidator = createInvalidator(trpc, queryClient);
    const controller = createLiveController({
      open: (lastEventId, handlers) => {
        const subscription = client.live.feed.subscribe(
          { lastEventId },
          {
            onStarted: handlers.onStarted,
            onData: (event) => handlers.onPointer(event.id, event.data),
            onConnectionStateChange: (state) => {
              if (state.state === "connecting") handlers.onInterrupted();
            },
            onError: handlers.onFailed,
            onComplete: handlers.onFailed,
          },
        );
        return () => subscription.unsubscribe();
      },
      onPointer: invalidator.take,
      onConnection: setConnection,
      nowMs: () => Date.now(),
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    });
    const follow = () => {
      const isShown = document.visibilityState === "visible";
      controller.setShown(isShown);
      invalidator.setShown(isShown);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      controller.stop();
      invalidator.stop();
    };
  }, [client, queryClient, trpc]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}
