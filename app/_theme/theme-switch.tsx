"use client";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { useKeys } from "../_keys/use-keys.ts";

const THEMES = ["system", "light", "dark"] as const;

const never = () => () => {};

/** Light, dark or the system's choice, in words; the same three are in the palette. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const isMounted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const shown = isMounted ? (theme ?? "system") : "system";
  useKeys(
    THEMES.map((name) => ({
      id: `theme.${name}`,
      keys: "",
      label: `Use the ${name === "system" ? "system's" : name} theme`,
      scope: "everywhere",
      group: "see",
      isInPalette: true,
      run: () => setTheme(name),
    })),
  );
  return (
    <label className="flex items-center gap-1 text-meta text-ink-3">
      Theme
      <select
        value={shown}
        onChange={(event) => setTheme(event.target.value)}
        className="min-h-6 cursor-pointer bg-transparent text-meta text-ink-2 hover:text-ink"
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
