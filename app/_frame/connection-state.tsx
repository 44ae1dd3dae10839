"use client";
import { useEffect, useState } from "react";
import { connectionText, isStale } from "../_live/connection-text.ts";
import { useConnection } from "../_live/live-provider.tsx";

/** H-21: "live", "reconnecting, 4 s", "stale since 14:02"; a page whose numbers are old says so to its figures too. */
export function ConnectionState() {
  const connection = useConnection();
  const [nowMs, setNowMs] = useState<number | null>(null);
  const isLost = connection.kind === "lost";
  // Seconds pass outside React; they are counted only while the stream is lost.
  useEffect(() => {
    setNowMs(Date.now());
    if (!isLost) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isLost]);
  const now = nowMs ?? 0;
  const isOld = nowMs !== null && isStale(connection, now);
  // The stylesheet dims measured figures by this mark on the document.
  useEffect(() => {
    if (isOld) document.documentElement.dataset["connection"] = "stale";
    else delete document.documentElement.dataset["connection"];
  }, [isOld]);
  const text = connectionText(connection, now, localClock);
  return (
    <span title="Whether this page follows the console" className={isLost ? "text-degrading" : "text-ink-2"}>
      {isLost ? <span aria-hidden>! </span> : null}
      {text}
      <span role="status" className="sr-only">
        {isLost ? "Connection lost, reconnecting" : ""}
      </span>
    </span>
  );
}

function localClock(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
