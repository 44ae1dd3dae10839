"use client";
import { useSyncExternalStore } from "react";
import { formatRelativeTime } from "../../../core/units/durations.ts";
import { nowStore } from "./now-store.ts";
import { utcText } from "./utc-text.ts";

interface RelativeTimeProps {
  /** ISO time in UTC. */
  at: string;
  /** `relative`: "4 min ago"; `clock`: "14:02", with the day when it is another one. */
  form?: "relative" | "clock";
}

/** H-48: the server writes UTC; after mount the browser says it relative or in its own zone. Both stand in the title. */
export function RelativeTime({ at, form = "relative" }: RelativeTimeProps) {
  const now = useSyncExternalStore(nowStore.subscribe, nowStore.now, nowStore.serverNow);
  if (now === null) return <time dateTime={at}>{utcText(at)}</time>;
  const then = new Date(at);
  const text = form === "relative" ? formatRelativeTime(then.getTime(), now) : clockText(then, new Date(now));
  const local = then.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <time dateTime={at} title={`${local} · ${utcText(at)}`}>
      {text}
    </time>
  );
}

function clockText(then: Date, now: Date): string {
  const clock = then.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return clock;
  return `${then.toLocaleDateString(undefined, { day: "numeric", month: "short" })}, ${clock}`;
}
