"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { isInPlace, PLACES, type Place } from "./places.ts";

interface RailProps {
  /** What waits for a person, shown behind the place's name. */
  counts: { [THref in Place["href"]]?: number };
}

/** The left rail: every place of the console, the open one marked by weight and a line. */
export function Rail({ counts }: RailProps) {
  const path = usePathname();
  return (
    <div className="hidden border-r border-line sm:block">
      <nav aria-label="Places" className="sticky top-0 py-4">
        <Link href="/" className="mb-2 block px-4 pb-2 text-prose font-semibold tracking-tight">
          Espalier
        </Link>
        <ul>
          {PLACES.map((place) => {
            const isHere = isInPlace(path, place);
            const count = counts[place.href] ?? 0;
            return (
              <li key={place.href}>
                <Link
                  href={place.href}
                  aria-current={isHere ? "page" : undefined}
                  className={`flex min-h-7 items-center justify-between border-l-2 px-3.5 py-1 hover:text-ink ${
                    isHere ? "border-wire font-semibold text-ink" : "border-transparent text-ink-2"
                  }`}
                >
                  {place.label}
                  {count > 0 ? (
                    <span className="font-normal">
                      {count}
                      <span className="sr-only"> need you</span>
                    </span>
                  ) : null}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
    </div>
  );
}
