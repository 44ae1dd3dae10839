"use client";
import { useRouter } from "next/navigation";
import { useKeys } from "../_keys/use-keys.ts";
import { ThemeSwitch } from "../_theme/theme-switch.tsx";
import { notify } from "../_ui/overlays/toast-manager.ts";
import { Kbd } from "../_ui/values/kbd.tsx";
import { UnsavedNote } from "../_unsaved/unsaved-note.tsx";
import { useJobLine } from "../_unsaved/unsaved-provider.tsx";
import { ConnectionState } from "./connection-state.tsx";
import { signOut } from "./sign-out.ts";

interface TopBarProps {
  userName: string;
  onSearch: () => void;
  onCommands: () => void;
  onHelp: () => void;
}

const QUIET = "inline-flex min-h-6 cursor-pointer items-center gap-1.5 text-ink-2 hover:text-ink";

/** Connection in words, search, commands, keys, theme and the person; one quiet line. */
export function TopBar({ userName, onSearch, onCommands, onHelp }: TopBarProps) {
  const router = useRouter();
  const line = useJobLine();
  const leave = async () => {
    // Answers belong to who gave them, and nobody else can send them.
    if (line.state().unsaved > 0) {
      const description = "Send them again, or reload the page to drop them.";
      notify({ title: "Not signed out: some answers are not saved yet.", description, isError: true });
      return;
    }
    await signOut();
    router.replace("/sign-in");
    router.refresh();
  };
  useKeys([
    {
      id: "sign-out",
      keys: "",
      label: "Sign out",
      scope: "everywhere",
      group: "see",
      isInPalette: true,
      run: () => void leave(),
    },
  ]);
  return (
    <header className="layer-bar sticky top-0 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 md:gap-x-6 border-b border-line bg-wall px-4 py-1 text-meta sm:px-8">
      <span className="text-prose font-semibold tracking-tight sm:hidden">Espalier</span>
      <span className="hidden text-ink-2 md:inline">all machines</span>
      <span className="flex-1" />
      <ConnectionState />
      <button type="button" className={`${QUIET} max-sm:hidden`} onClick={onSearch}>
        Search <Kbd keys="/" />
      </button>
      <button type="button" className={QUIET} onClick={onCommands}>
        Commands <Kbd keys="mod+k" />
      </button>
      <button type="button" className={`${QUIET} max-sm:hidden`} onClick={onHelp}>
        Keys <Kbd keys="?" />
      </button>
      <span className="max-sm:hidden">
        <ThemeSwitch />
      </span>
      <button
        type="button"
        className={`${QUIET} max-sm:hidden`}
        onClick={() => void leave()}
        title={`Signed in as ${userName}`}
      >
        Sign out
      </button>
      <UnsavedNote />
    </header>
  );
}
