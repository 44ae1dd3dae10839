"use client";
import type { KeyBinding } from "../../_keys/key-registry.ts";
import { useKeys } from "../../_keys/use-keys.ts";

/** H-39: `j` and `k` walk the rows of the page's tables; where a row leads somewhere, `o` opens the focused one. */
export function useRowKeys({ canOpen }: { canOpen: boolean }): void {
  const walk: KeyBinding[] = [
    {
      id: "row.next",
      keys: "j",
      label: "Next row",
      scope: "page",
      group: "go",
      run: () => step(1),
      isRepeatable: true,
    },
    {
      id: "row.previous",
      keys: "k",
      label: "Previous row",
      scope: "page",
      group: "go",
      run: () => step(-1),
      isRepeatable: true,
    },
  ];
  const open: KeyBinding = {
    id: "row.open",
    keys: "o",
    label: "Open the row",
    scope: "page",
    group: "go",
    run: openRow,
  };
  useKeys(canOpen ? [...walk, open] : walk);
}

/** What takes the focus of each row that is shown: its link, else the row itself. */
function rowTargets(): HTMLElement[] {
  const rows = [...document.querySelectorAll<HTMLElement>("main tbody tr")].filter((row) => row.offsetParent !== null);
  return rows.flatMap((row) => {
    const target = row.querySelector<HTMLElement>("a[href]") ?? (row.hasAttribute("tabindex") ? row : null);
    return target === null ? [] : [target];
  });
}

function step(by: 1 | -1): void {
  const targets = rowTargets();
  const here = targets.findIndex((target) => target.closest("tr")?.contains(document.activeElement) ?? false);
  const last = targets.length - 1;
  const start = by === 1 ? 0 : last;
  const next = here === -1 ? start : Math.min(last, Math.max(0, here + by));
  targets[next]?.focus();
}

function openRow(): void {
  const row = document.activeElement?.closest("main tbody tr") ?? null;
  row?.querySelector<HTMLElement>("a[href]")?.click();
}
