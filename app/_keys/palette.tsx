"use client";
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Kbd } from "../_ui/values/kbd.tsx";
import { type PaletteGroup, type PaletteItem, usePaletteGroups } from "./palette-groups.ts";

/** ⌘K: go to a page, an object, or act; the same registry as the keys (H-36). */
export default function Palette({ onClose }: { onClose: () => void }) {
  const groups = usePaletteGroups();
  const choose = (item: PaletteItem) => {
    onClose();
    item.run();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="layer-veil fixed inset-0 bg-veil" />
        <Dialog.Viewport className="layer-overlay fixed inset-0 flex items-start justify-center p-4 pt-[10vh]">
          <Dialog.Popup className="flex max-h-[70dvh] w-full max-w-[36rem] flex-col border border-line bg-panel shadow-overlay outline-none">
            <Dialog.Title className="sr-only">Commands</Dialog.Title>
            <Dialog.Description className="sr-only">
              Type to filter, arrow keys to choose, Enter to run.
            </Dialog.Description>
            <Autocomplete.Root
              open
              inline
              items={groups}
              autoHighlight="always"
              keepHighlight
              itemToStringValue={labelOf}
            >
              <Autocomplete.Input
                aria-label="Search places, machines, tunes and commands"
                placeholder="Search places, machines, tunes and commands"
                className="min-h-11 w-full border-b border-line bg-transparent px-4 text-prose outline-none placeholder:text-ink-3 focus-visible:border-wire"
              />
              <Autocomplete.Empty>
                <p className="px-4 py-6 text-ink-2">Nothing has that name.</p>
              </Autocomplete.Empty>
              <Autocomplete.List className="min-h-0 overflow-y-auto py-2 data-empty:hidden">
                {(group: PaletteGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items} className="pb-2">
                    <Autocomplete.GroupLabel className="px-4 py-1 text-meta text-ink-3">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(item: PaletteItem) => (
                        <Autocomplete.Item
                          key={item.id}
                          value={item}
                          onClick={() => choose(item)}
                          className="flex min-h-7 cursor-pointer items-center justify-between gap-4 border-l-2 border-transparent px-4 py-1 outline-none pointer-coarse:min-h-9 data-highlighted:border-wire data-highlighted:bg-sunk"
                        >
                          <span className="min-w-0 truncate">{item.label}</span>
                          {item.keys === "" ? (
                            <span className="truncate text-meta text-ink-3">{item.note}</span>
                          ) : (
                            <Kbd keys={item.keys} />
                          )}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
            <Dialog.Close className="sr-only">Close the commands</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function labelOf(item: PaletteItem): string {
  return `${item.label} ${item.note}`;
}
