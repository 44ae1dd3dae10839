import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { eightPictures, picture } from "../../fixtures/pictures.ts";
import { foreignFiles } from "./foreign-files.ts";
import { chunk, END, header, png, rows } from "./png-parts.ts";

export interface HostilePicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it has to be refused, has to be taken, or either, as long as the child lives. */
  readonly expected: "refused" | "taken" | "either";
}

const of = (expected: HostilePicture["expected"], named: Iterable<readonly [string, Uint8Array]>): HostilePicture[] =>
  [...named].map(([name, bytes]) => ({ name, bytes, expected }));

const TRUNCATIONS = 14;
const FLIPS = 18;

/** The corpus of UB4: 200 files and more, the same in every run. */
export async function hostilePictures(): Promise<readonly HostilePicture[]> {
  const jpeg = await picture(320, 240).jpeg().toBuffer();
  const plainPng = await picture(320, 240).png().toBuffer();
  const webp = await picture(320, 240).webp().toBuffer();
  const progressive = await picture(320, 240).jpeg({ progressive: true }).toBuffer();
  const good = { "a.jpg": jpeg, "a.png": plainPng, "a.webp": webp, "progressive.jpg": progressive };
  return [
    ...of("refused", foreignFiles()),
    ...of("refused", bombs(jpeg)),
    ...Object.entries(good).flatMap(([name, bytes]) => of("refused", truncated(name, bytes))),
    ...Object.entries(good).flatMap(([name, bytes]) => of("either", flipped(name, bytes))),
    ...of("either", brokenPngs(plainPng)),
    ...of("either", brokenJpegs(jpeg, progressive)),
    ...of("either", brokenWebps(webp)),
    ...of("either", polyglots({ jpeg, png: plainPng, webp })),
    ...(await unusual()),
  ];
}

/** At many places, the last well before the end of the pixels. */
function truncated(name: string, bytes: Uint8Array): [string, Uint8Array][] {
  return Array.from({ length: TRUNCATIONS }, (_, index) => {
    const length = index < 4 ? 3 + index * 9 : Math.floor((bytes.length * (index - 3)) / (TRUNCATIONS - 2.5));
    return [`cut-${length}-${name}`, bytes.subarray(0, length)];
  });
}

function flipped(name: string, bytes: Uint8Array): [string, Uint8Array][] {
  return Array.from({ length: FLIPS }, (_, index) => {
    const copy = Uint8Array.from(bytes);
    const at = 4 + ((index * index * 7919 + index * 13) % (bytes.length - 4));
    copy[at] = (copy[at] ?? 0) ^ (1 << (index % 8));
    return [`flip-${at}-${name}`, copy];
  });
}

function bombs(jpeg: Uint8Array): [string, Uint8Array][] {
  const wide = Buffer.from(jpeg);
  const frame = wide.indexOf(Buffer.from("ffc0", "hex"));
  wide.writeUInt16BE(65_535, frame + 5);
  wide.writeUInt16BE(65_535, frame + 7);
  const flat = Buffer.from(wide);
  flat.writeUInt16BE(0, frame + 5);
  const canvas = Buffer.alloc(10);
  canvas.fill(0xff, 4);
  return [
    ["bomb-65536.png", png(header(65_536, 65_536), rows(64, 64), END)],
    ["bomb-2g.png", png(header(2 ** 31 - 1, 2 ** 31 - 1), rows(8, 8), END)],
    ["bomb-4g.png", png(header(2 ** 32 - 1, 1), rows(8, 8), END)],
    ["bomb-line.png", png(header(50_000_001, 1), rows(8, 8), END)],
    ["bomb-just-over.png", png(header(10_000, 5001), rows(8, 8), END)],
    ["bomb-zero.png", png(header(0, 0), rows(8, 8), END)],
    ["bomb-65535.jpg", wide],
    ["bomb-no-height.jpg", flat],
    ["bomb-canvas.webp", riff(["VP8X", canvas])],
  ];
}

function riff(...parts: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const body = parts.map(([kind, data]) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from(kind, "latin1"), size, data, Buffer.alloc(data.length % 2)]);
  });
  const content = Buffer.concat([Buffer.from("WEBP", "latin1"), ...body]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from("RIFF", "latin1"), size, content]);
}

function brokenPngs(good: Uint8Array): [string, Uint8Array][] {
  const zeros = deflateSync(Buffer.alloc(40_000_000));
  const named = (kind: string, words: string) => chunk(kind, Buffer.concat([Buffer.from(words, "latin1"), zeros]));
  const around = (...extra: Uint8Array[]) => png(header(64, 64), ...extra, rows(64, 64), END);
  return [
    ["profile-bomb.png", around(named("iCCP", "bomb\0\0"))],
    ["text-bomb.png", around(named("zTXt", "Comment\0\0"))],
    ["international-bomb.png", around(named("iTXt", "Comment\0\x01\0\0\0"))],
    ["many-texts.png", around(...Array.from({ length: 4000 }, (_, at) => chunk("tEXt", Buffer.from(`k${at}\0v`))))],
    ["bad-checksum.png", png(header(64, 64), chunk("IDAT", deflateSync(Buffer.alloc(64 * 193)), 1), END)],
    ["two-headers.png", png(header(64, 64), header(32, 32), rows(64, 64), END)],
    ["no-pixels.png", png(header(64, 64), END)],
    ["too-few-rows.png", png(header(64, 64), rows(64, 10), END)],
    ["too-many-rows.png", png(header(64, 64), rows(64, 640), END)],
    ["bomb-rows.png", png(header(64, 64), chunk("IDAT", zeros), END)],
    ["bad-deflate.png", png(header(64, 64), chunk("IDAT", Buffer.alloc(500, 0x5a)), END)],
    ["no-palette.png", png(header(64, 64, { kind: 3 }), rows(20, 64), END)],
    ["huge-palette.png", around(chunk("PLTE", Buffer.alloc(999)))],
    ["odd-depth.png", png(header(64, 64, { depth: 7 }), rows(64, 64), END)],
    ["huge-length.png", Buffer.concat([png(header(64, 64)), Buffer.from("7fffffff49444154", "hex"), good])],
    ["exif-loop.png", around(chunk("eXIf", Buffer.from("49492a000800000001000001040001000000080000000800", "hex")))],
    ["animated.png", around(chunk("acTL", Buffer.from("0000ffff00000000", "hex")))],
  ];
}

function brokenJpegs(good: Buffer, progressive: Buffer): [string, Uint8Array][] {
  const scan = progressive.lastIndexOf(Buffer.from("ffda", "hex"));
  const lastScan = progressive.subarray(scan, -2);
  const segment = (marker: string, data: Uint8Array) => {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(data.length + 2);
    return Buffer.concat([good.subarray(0, 2), Buffer.from(marker, "hex"), size, data, good.subarray(2)]);
  };
  const loop = Buffer.from("457869660000" + "49492a0008000000" + "0100" + "69870400010000000800000008000000", "hex");
  return [
    [
      "many-scans.jpg",
      Buffer.concat([progressive.subarray(0, -2), ...Array(3000).fill(lastScan), progressive.subarray(-2)]),
    ],
    ["exif-loop.jpg", segment("ffe1", loop)],
    [
      "wild-orientation.jpg",
      segment("ffe1", Buffer.from("45786966000049492a000800000001001201030001000000630000000000", "hex")),
    ],
    ["cut-profile.jpg", segment("ffe2", Buffer.from("ICC_PROFILE\0\x01\x09garbage", "latin1"))],
    ["long-comment.jpg", segment("fffe", Buffer.alloc(65_000, 0x41))],
    ["broken-tables.jpg", segment("ffdb", Buffer.alloc(3, 0xff))],
    ["broken-huffman.jpg", segment("ffc4", Buffer.alloc(40, 0xff))],
    ["marker-flood.jpg", Buffer.concat([good.subarray(0, 2), Buffer.alloc(200_000, 0xff), good.subarray(2)])],
    ["only-markers.jpg", Buffer.alloc(100_000, 0xff)],
    ["no-scan.jpg", good.subarray(0, good.indexOf(Buffer.from("ffda", "hex")))],
  ];
}

function brokenWebps(good: Buffer): [string, Uint8Array][] {
  const long = Buffer.from(good);
  long.writeUInt32LE(0xffff_fff0, 4);
  const short = Buffer.from(good);
  short.writeUInt32LE(20, 4);
  const frames = Buffer.alloc(10);
  frames[0] = 2;
  return [
    ["long-riff.webp", long],
    ["short-riff.webp", short],
    ["no-image.webp", riff(["VP8X", Buffer.alloc(10)])],
    ["no-frames.webp", riff(["VP8X", frames], ["ANIM", Buffer.alloc(6)])],
    [
      "frame-flood.webp",
      riff(
        ["VP8X", frames],
        ["ANIM", Buffer.alloc(6)],
        ...Array.from({ length: 500 }, () => ["ANMF", Buffer.alloc(24)] as const),
      ),
    ],
    ["lossless-noise.webp", riff(["VP8L", Buffer.concat([Buffer.from("2f3fc00f00", "hex"), Buffer.alloc(300, 0x9d)])])],
  ];
}

function polyglots(good: Record<string, Buffer>): [string, Uint8Array][] {
  const tail = Buffer.from("<script>alert(document.cookie)</script>PK\x03\x04", "latin1");
  return Object.entries(good).map(([kind, bytes]) => [`polyglot.${kind}`, Buffer.concat([bytes, tail])]);
}

async function unusual(): Promise<HostilePicture[]> {
  const eight = await eightPictures();
  const gainMap = Buffer.from("http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version='1.0'/>", "latin1");
  const jpeg = await picture(64, 48).jpeg().toBuffer();
  const size = Buffer.alloc(2);
  size.writeUInt16BE(gainMap.length + 2);
  const withMap = Buffer.concat([jpeg.subarray(0, 2), Buffer.from("ffe1", "hex"), size, gainMap, jpeg.subarray(2)]);
  return [
    ...of(
      "taken",
      [...eight].filter(([name]) => name !== "animated"),
    ),
    ...of(
      "refused",
      [...eight].filter(([name]) => name === "animated"),
    ),
    ...of("taken", [
      ["gain-map.jpg", withMap],
      ["grey-alpha.png", await picture(40, 30, 1).ensureAlpha(0.5).toColourspace("b-w").png().toBuffer()],
      ["interlaced.png", await picture(200, 150).png({ progressive: true }).toBuffer()],
      ["indexed.png", await picture(64, 48).png({ palette: true }).toBuffer()],
      ["p3.jpg", await picture(64, 48).withIccProfile("p3").jpeg().toBuffer()],
      [
        "one-row.png",
        await sharp(Buffer.alloc(3 * 9000), { raw: { width: 9000, height: 1, channels: 3 } })
          .png()
          .toBuffer(),
      ],
    ]),
  ];
}
