"use client";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { Button } from "../../_ui/controls/button.tsx";

const openInUrl = parseAsArrayOf(parseAsString).withDefault([]);

interface MoreViewsProps {
  /** The URL's name of this place. */
  name: string;
  /** What stands inside, in a few words. */
  what: string;
  children: ReactNode;
}

/** Three charts stand open on a page, the rest here; what is open is in the address. */
export function MoreViews({ name, what, children }: MoreViewsProps) {
  const [open, setOpen] = useQueryState("more", openInUrl);
  const isOpen = open.includes(name);
  const toggle = () => void setOpen(isOpen ? open.filter((other) => other !== name) : [...open, name]);
  return (
    <section className="mt-8 border-line border-t pt-3">
      <div className="-ml-3">
        <Button variant="plain" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? "Fewer views" : `More views: ${what}`}
        </Button>
      </div>
      {isOpen ? <div className="mt-4 grid gap-x-12 gap-y-8">{children}</div> : null}
    </section>
  );
}
