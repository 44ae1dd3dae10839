import { parse, patch } from "@decimalturn/toml-patch";

/** One value of a TOML text: where it stands and what it becomes. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value: number | string | boolean;
}

/** The text with only the named values changed: comments, order and spacing stay (IM22, TU42). */
export function editValues(text: string, edits: readonly Edit[]): string {
  const before: unknown = parse(text);
  return patch(
    text,
    edits.reduce<unknown>((value, edit) => withEdit(value, edit.path, edit.value), before),
  );
}

function withEdit(value: unknown, path: Edit["path"], next: Edit["value"]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? withEdit(item, rest, next) : item));
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const known = entries.find(([name]) => name === key)?.[1];
  return { ...Object.fromEntries(entries), [key]: withEdit(known, rest, next) };
}
