const HEADER_BYTES = 128;

/** The description an ICC profile carries of itself, at most 80 characters; `unnamed` when it has none that can be read. */
export function iccName(profile: Uint8Array): string {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const tag = findDescription(view);
  const name = tag === null ? "" : describe(view, tag);
  return (
    name
      .replace(/[^\x20-\x7e]/g, "")
      .trim()
      .slice(0, 80) || "unnamed"
  );
}

type Tag = { readonly offset: number; readonly size: number };

function findDescription(view: DataView): Tag | null {
  if (view.byteLength < HEADER_BYTES + 4) return null;
  const count = Math.min(view.getUint32(HEADER_BYTES), 100);
  for (let index = 0; index < count; index += 1) {
    const at = HEADER_BYTES + 4 + index * 12;
    if (at + 12 > view.byteLength) return null;
    if (textAt(view, at, 4) !== "desc") continue;
    const tag = { offset: view.getUint32(at + 4), size: view.getUint32(at + 8) };
    return tag.offset + tag.size <= view.byteLength && tag.size >= 16 ? tag : null;
  }
  return null;
}

function describe(view: DataView, { offset, size }: Tag): string {
  const kind = textAt(view, offset, 4);
  if (kind === "desc") return textAt(view, offset + 12, Math.min(view.getUint32(offset + 8), size - 12));
  if (kind !== "mluc" || size < 28) return "";
  const length = view.getUint32(offset + 20);
  const start = offset + view.getUint32(offset + 24);
  if (start + length > view.byteLength) return "";
  let text = "";
  for (let at = start; at + 1 < start + length; at += 2) text += String.fromCharCode(view.getUint16(at));
  return text;
}

function textAt(view: DataView, offset: number, length: number): string {
  let text = "";
  for (let at = offset; at < offset + length && at < view.byteLength; at += 1)
    text += String.fromCharCode(view.getUint8(at));
  return text;
}
