"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type Direction, FLEET_SORTS, type FleetSort, type FleetView } from "./fleet-view.ts";

const DIRECTIONS = ["asc", "desc"] as const;
const inUrl = {
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(FLEET_SORTS).withDefault("name"),
  direction: parseAsStringLiteral(DIRECTIONS).withDefault("asc"),
};

interface FleetViewControls {
  view: FleetView;
  filter: (q: string) => void;
  sortBy: (sort: FleetSort) => void;
  clear: () => void;
}

/** Filter and order of the fleet, kept in the URL; typing leaves no history (H-01, H-02). */
export function useFleetView(): FleetViewControls {
  const [view, setView] = useQueryStates(inUrl, { history: "replace" });
  const sortBy = (sort: FleetSort) => {
    const direction: Direction = view.sort === sort && view.direction === "asc" ? "desc" : "asc";
    void setView({ sort, direction });
  };
  return {
    view,
    filter: (q) => void setView({ q: q === "" ? null : q }),
    sortBy,
    clear: () => void setView({ q: null }),
  };
}
