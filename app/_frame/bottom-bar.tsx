"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { isInPlace, PLACES } from "./places.ts";

/** The rail of phones: the places within a thumb's reach. */
export function BottomBar() {
  const path = usePathname();
  return (
    <nav aria-label="Places" className="layer-bar fixed inset-x-0 bottom-0 border-t border-line bg-wall sm:hidden">
      <ul className="flex">
        {PLACES.filter((place) => place.isOnPhone).map((place) => {
          const isHere = isInPlace(path, place);
          return (
            <li key={place.href} className="flex-1">
              <Link
                href={place.href}
                aria-current={isHere ? "page" : undefined}
                className={`flex min-h-11 items-center justify-center border-t-2 ${
                  isHere ? "border-wire font-semibold text-ink" : "border-transparent text-ink-2"
                }`}
              >
                {place.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
