import type { RouterOutputs } from "../../../_trpc/procedures.ts";

export type Mac = RouterOutputs["fleet"]["list"]["macs"][number];

export const FLEET_SORTS = ["name", "ram", "tps", "ttft", "seen"] as const;
export type FleetSort = (typeof FLEET_SORTS)[number];
export type Direction = "asc" | "desc";

export interface FleetView {
  q: string;
  sort: FleetSort;
  direction: Direction;
}

/** The machines a view shows, in its order; machines without the figure stand last whichever way it sorts. */
export function viewFleet(macs: readonly Mac[], view: FleetView): Mac[] {
  const words = view.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const shown = macs.filter((mac) => words.every((word) => textOf(mac).includes(word)));
  const turn = view.direction === "asc" ? 1 : -1;
  return shown.sort((left, right) => {
    const [a, b] = [sortValue(left, view.sort), sortValue(right, view.sort)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return (a < b ? -1 : a > b ? 1 : 0) * turn || left.hostName.localeCompare(right.hostName, "en");
  });
}

function textOf(mac: Mac): string {
  return [mac.hostName, mac.chip, mac.os, mac.osVersion, mac.engine, mac.recommendation?.model].join(" ").toLowerCase();
}

function sortValue(mac: Mac, sort: FleetSort): string | number | null {
  switch (sort) {
    case "name":
      return mac.hostName.toLowerCase();
    case "ram":
      return mac.ramGb;
    case "tps":
      return mac.recommendation?.tpsMedian ?? null;
    case "ttft":
      return mac.recommendation?.ttftP95Ms ?? null;
    case "seen":
      return mac.presence.ageMs;
  }
}

/** Is every machine healthy and serving the biggest model it can? In one sentence or two. */
export function fleetAnswer(macs: readonly Mac[]): string {
  if (macs.length === 0) return "No machine has joined yet.";
  const away = macs.filter((mac) => mac.presence.state !== "fresh").length;
  const untuned = macs.filter((mac) => mac.recommendation === null).length;
  const blocked = macs.filter((mac) => mac.warnings.some((warning) => warning.level === "blocking")).length;
  const total = macs.length;
  if (away + untuned + blocked === 0)
    return total === 1
      ? "Yes: the one machine is connected and tuned."
      : `Yes: all ${total} machines are connected and tuned.`;
  const parts = [
    untuned === 0 ? null : `${untuned} of ${total} not tuned yet`,
    away === 0 ? null : `${away} of ${total} not connected`,
    blocked === 0 ? null : `${blocked} of ${total} with a blocking warning`,
  ].filter((part) => part !== null);
  return `Not yet: ${parts.join(", ")}.`;
}
