/** What the classifier asks of EXIF: who took the picture, and a comment (images.md 2.1). */
export interface ExifHints {
  readonly hasCamera: boolean;
  /** Plain text of UserComment; null without one. */
  readonly comment: string | null;
}

const NOTHING: ExifHints = { hasCamera: false, comment: null };
const MAKE = 0x010f;
const MODEL = 0x0110;
const EXIF_FOLDER = 0x8769;
const USER_COMMENT = 0x9286;
const MOST_ENTRIES = 200;
const CODE_BYTES = 8;

type Entry = { readonly count: number; readonly value: number; readonly at: number };

/** Reads the few tags; anything that is cut or wrong is as if it were not there. */
export function readExif(bytes: Uint8Array): ExifHints {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 6));
  const tiff = head === "Exif\0\0" ? bytes.subarray(6) : bytes;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return NOTHING;
  const isLittle = view.getUint16(0) === 0x4949;
  const first = entriesAt({ view, isLittle }, view.getUint32(4, isLittle));
  const folder = first.get(EXIF_FOLDER);
  const inner = folder === undefined ? first : entriesAt({ view, isLittle }, folder.value);
  return {
    hasCamera: [MAKE, MODEL].some((tag) => textOf(tiff, first.get(tag)) !== ""),
    comment: textOf(tiff, inner.get(USER_COMMENT)).slice(CODE_BYTES) || null,
  };
}

function entriesAt({ view, isLittle }: { view: DataView; isLittle: boolean }, offset: number): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (offset + 2 > view.byteLength) return entries;
  const count = Math.min(MOST_ENTRIES, view.getUint16(offset, isLittle));
  for (let at = offset + 2; at + 12 <= view.byteLength && at < offset + 2 + count * 12; at += 12) {
    const tag = view.getUint16(at, isLittle);
    entries.set(tag, { count: view.getUint32(at + 4, isLittle), value: view.getUint32(at + 8, isLittle), at: at + 8 });
  }
  return entries;
}

/** Four bytes or fewer stand in the entry itself. */
function textOf(tiff: Uint8Array, entry: Entry | undefined): string {
  if (entry === undefined) return "";
  const start = entry.count <= 4 ? entry.at : entry.value;
  const text = new TextDecoder("latin1").decode(tiff.subarray(start, start + entry.count));
  return text.replace(/\0+$/, "").trim();
}
