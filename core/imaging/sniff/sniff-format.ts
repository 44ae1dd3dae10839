import { fourLetters } from "./byte-source.ts";

/** The formats a browser can show and the agent's child can read or write. */
export type ImageFormat = "jpeg" | "png" | "webp" | "avif";

/** What a file is by its content; a refused one comes with its name and a way out (IM45). */
export type Sniffed = { kind: "image"; format: ImageFormat } | { kind: "other"; found: string; wayOut: string };

/** As many bytes as `sniffFormat` looks at. */
export const SNIFF_BYTES = 512;

const EXPORT = "Open it in the program that made it and export it as JPEG or PNG.";
const PICTURE = "Convert it to JPEG, PNG or WebP first.";
const NO_PICTURE = "Choose a JPEG, PNG or WebP picture.";

type Other = { found: string; wayOut: string };

/** Magic numbers at a fixed place: offset, bytes in hex, what it is. */
const MAGICS: readonly (readonly [number, string, Other])[] = [
  [0, "474946383761", { found: "GIF", wayOut: "Save one frame as PNG." }],
  [0, "474946383961", { found: "GIF", wayOut: "Save one frame as PNG." }],
  [0, "46554a4946494c4d4343442d524157", { found: "camera raw (RAF)", wayOut: EXPORT }],
  [0, "49492a00100000004352", { found: "camera raw (CR2)", wayOut: EXPORT }],
  [0, "49492a00", { found: "TIFF or camera raw", wayOut: EXPORT }],
  [0, "4d4d002a", { found: "TIFF or camera raw", wayOut: EXPORT }],
  [0, "49492b00", { found: "BigTIFF", wayOut: EXPORT }],
  [0, "4d4d002b", { found: "BigTIFF", wayOut: EXPORT }],
  [0, "255044462d", { found: "PDF", wayOut: "Export the page as PNG." }],
  [0, "2521", { found: "PostScript", wayOut: "Export the page as PNG." }],
  [0, "38425053", { found: "Photoshop (PSD)", wayOut: EXPORT }],
  [0, "424d", { found: "BMP", wayOut: PICTURE }],
  [0, "00000100", { found: "ICO", wayOut: PICTURE }],
  [0, "69636e73", { found: "ICNS", wayOut: PICTURE }],
  [0, "ff0a", { found: "JPEG XL", wayOut: PICTURE }],
  [0, "0000000c4a584c20", { found: "JPEG XL", wayOut: PICTURE }],
  [0, "0000000c6a502020", { found: "JPEG 2000", wayOut: PICTURE }],
  [0, "ff4fff51", { found: "JPEG 2000", wayOut: PICTURE }],
  [0, "762f3101", { found: "OpenEXR", wayOut: EXPORT }],
  [0, "233f52414449414e4345", { found: "Radiance HDR", wayOut: EXPORT }],
  [0, "716f6966", { found: "QOI", wayOut: PICTURE }],
  [0, "504b0304", { found: "ZIP archive", wayOut: "Unpack it and choose the pictures inside." }],
  [0, "1f8b", { found: "gzip archive", wayOut: "Unpack it and choose the pictures inside." }],
  [0, "377abcaf271c", { found: "7-Zip archive", wayOut: "Unpack it and choose the pictures inside." }],
  [0, "526172211a07", { found: "RAR archive", wayOut: "Unpack it and choose the pictures inside." }],
  [257, "7573746172", { found: "tar archive", wayOut: "Unpack it and choose the pictures inside." }],
  [0, "1a45dfa3", { found: "a film (Matroska, WebM)", wayOut: NO_PICTURE }],
  [0, "7f454c46", { found: "a program", wayOut: NO_PICTURE }],
  [0, "cffaedfe", { found: "a program", wayOut: NO_PICTURE }],
  [0, "4d5a", { found: "a program", wayOut: NO_PICTURE }],
];

const HEIF_BRANDS = new Set(["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]);
const AVIF_BRANDS = new Set(["avif", "avis"]);
const HEIC: Other = {
  found: "HEIC",
  wayOut: "Export it to JPEG; on an iPhone, Settings, Camera, Formats, Most Compatible does it for new ones.",
};

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Names a file by its first bytes, never by its name (IM48); 512 bytes are enough. */
export function sniffFormat(head: Uint8Array): Sniffed {
  if (head.length === 0) return { kind: "other", found: "an empty file", wayOut: NO_PICTURE };
  const hex = hexOf(head.subarray(0, 16));
  if (hex.startsWith("ffd8ff")) return { kind: "image", format: "jpeg" };
  if (hex.startsWith("89504e470d0a1a0a")) return { kind: "image", format: "png" };
  if (fourLetters(head, 0) === "RIFF") return sniffRiff(head);
  if (fourLetters(head, 4) === "ftyp") return sniffIsoMedia(head);
  const magic = MAGICS.find(([offset, bytes]) => hexOf(head.subarray(offset, offset + bytes.length / 2)) === bytes);
  return { kind: "other", ...(magic?.[2] ?? sniffText(head)) };
}

function sniffRiff(head: Uint8Array): Sniffed {
  if (fourLetters(head, 8) === "WEBP") return { kind: "image", format: "webp" };
  return { kind: "other", found: "a film or sound (RIFF)", wayOut: NO_PICTURE };
}

/** The major brand decides, then the compatible ones: an AVIF may call itself `mif1` first. */
function sniffIsoMedia(head: Uint8Array): Sniffed {
  const brands = [8, ...Array.from({ length: 12 }, (_, index) => 16 + 4 * index)].map((at) => fourLetters(head, at));
  const [major = ""] = brands;
  if (AVIF_BRANDS.has(major)) return { kind: "image", format: "avif" };
  if (major === "crx ") return { kind: "other", found: "camera raw (CR3)", wayOut: EXPORT };
  if (HEIF_BRANDS.has(major)) {
    const isAvif =
      !brands.some((brand) => /^he(ic|ix|vc|vx|im|is)$/.test(brand)) && brands.some((b) => AVIF_BRANDS.has(b));
    return isAvif ? { kind: "image", format: "avif" } : { kind: "other", ...HEIC };
  }
  return { kind: "other", found: "a film (MP4, MOV)", wayOut: NO_PICTURE };
}

function sniffText(head: Uint8Array): Other {
  const text = new TextDecoder("utf-8")
    .decode(head)
    .replace(/^\ufeff/, "")
    .trimStart();
  const lower = text.toLowerCase();
  if (/<svg[\s>]/.test(lower) || lower.startsWith("<!doctype svg")) {
    return { found: "SVG", wayOut: "Export it as PNG at the size you need." };
  }
  if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) return { found: "HTML", wayOut: NO_PICTURE };
  if (lower.startsWith("<?xml")) return { found: "XML, perhaps SVG", wayOut: "Export it as PNG at the size you need." };
  if (/^p[1-7][\s#]/.test(lower)) return { found: "PNM", wayOut: PICTURE };
  const isText = Array.from(text.slice(0, 200)).every((letter) =>
    letter >= " " ? letter !== "\ufffd" : "\t\r\n".includes(letter),
  );
  return { found: isText ? "text" : "an unknown format", wayOut: NO_PICTURE };
}
