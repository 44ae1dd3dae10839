import { deflateRawSync, gzipSync } from "node:zlib";

const text = (words: string): Uint8Array => Buffer.from(words, "utf8");
const hex = (digits: string, rest = 64): Uint8Array =>
  Buffer.concat([Buffer.from(digits, "hex"), Buffer.alloc(rest, 7)]);
const isoMedia = (brand: string, ...compatible: string[]): Uint8Array => {
  const body = Buffer.from(`ftyp${brand}\0\0\0\0${compatible.join("")}`, "latin1");
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body, Buffer.alloc(200, 3)]);
};

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"><script>alert(1)</script></svg>`;
const XXE = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>`;
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg><text>&b;</text></svg>`;

/** UB4: what is no JPEG, PNG or WebP, whatever its name says. */
export function foreignFiles(): readonly (readonly [name: string, bytes: Uint8Array])[] {
  return [
    ["plain.svg", text(SVG)],
    ["renamed-svg.png", text(SVG)],
    ["bom-svg.jpg", text(`\ufeff  ${SVG}`)],
    ["entity-svg.webp", text(XXE)],
    ["laughs.png", text(LAUGHS)],
    ["svgz.png", gzipSync(SVG)],
    ["commented-svg.png", text(`<!-- ${"x".repeat(400)} -->${SVG}`)],
    ["page.html.jpg", text("<!doctype html><script>alert(1)</script>")],
    ["heic.jpg", isoMedia("heic", "mif1", "heic")],
    ["heix.png", isoMedia("heix", "mif1")],
    ["mif1.jpg", isoMedia("mif1", "heic")],
    ["avif.jpg", isoMedia("avif", "mif1", "miaf")],
    ["avis.png", isoMedia("avis", "avif")],
    ["film.jpg", isoMedia("isom", "mp41")],
    ["cr3.jpg", isoMedia("crx ", "isom")],
    ["gif87.png", hex("474946383761")],
    ["gif89.png", hex("474946383961ffffffff")],
    ["tiff-le.jpg", hex("49492a0008000000")],
    ["tiff-be.jpg", hex("4d4d002a00000008")],
    ["bigtiff.jpg", hex("49492b00080000001000000000000000")],
    ["report.pdf.png", text("%PDF-1.7\n1 0 obj<</Type/Catalog>>")],
    ["script.eps.png", text("%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file")],
    ["layers.psd.png", hex("3842505300010000")],
    ["paint.bmp.png", hex("424d00ff0000")],
    ["icon.ico.png", hex("000001000100ffff")],
    ["codestream.jxl.jpg", hex("ff0a00ff")],
    ["jp2.jpg", hex("0000000c6a5020200d0a870a")],
    ["j2k.jpg", hex("ff4fff51002f")],
    ["exr.png", hex("762f310102000000")],
    ["radiance.png", text("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 60000 +X 60000\n")],
    ["huge.pgm.png", text("P5 65000 65000 255\n")],
    ["archive.zip.png", Buffer.concat([Buffer.from("504b0304", "hex"), deflateRawSync(Buffer.alloc(4096))])],
    ["archive.tar.png", tar()],
    ["archive.7z.png", hex("377abcaf271c")],
    ["program.jpg", hex("7f454c46020101")],
    ["program.png", hex("4d5a9000")],
    ["magick.mvg.png", text("push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 'url(http://127.0.0.1/x)'")],
    ["vips.v.png", hex("08f2a6b6ffffffffffffffff")],
    ["matrix.mat.png", text("2 2\n1 2\n3 4\n")],
    ["table.csv.png", text("1,2,3\n4,5,6\n")],
    ["empty.png", new Uint8Array(0)],
    ["one-byte.jpg", new Uint8Array([0xff])],
    ["zeros.webp", new Uint8Array(5000)],
    ["spaces.png", text(" ".repeat(900))],
    ["riff-wave.webp", text("RIFF\xff\0\0\0WAVEfmt ")],
  ];
}

function tar(): Uint8Array {
  const block = Buffer.alloc(1024);
  block.write("picture.png", 0);
  block.write("ustar", 257);
  return block;
}
