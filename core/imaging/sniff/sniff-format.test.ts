import { expect, test } from "vitest";
import { sniffFormat } from "./sniff-format.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const hex = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value.replaceAll(" ", ""), "hex"));
const ftyp = (brands: string): Uint8Array => Uint8Array.from([0, 0, 0, 28, ...text(`ftyp${brands}`)]);
const tar = (): Uint8Array => Uint8Array.from([...text("a.txt".padEnd(257, "0")), ...text("ustar")]);

test.each<[string, Uint8Array]>([
  ["HEIC", ftyp("heic\0\0\0\0mif1heic")],
  ["HEIC", ftyp("mif1\0\0\0\0mif1heic")],
  ["SVG", text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["SVG", text('\ufeff  <?xml version="1.0"?>\n<!-- hi --><svg >')],
  ["SVG", text("<!DOCTYPE svg PUBLIC>")],
  ["XML, perhaps SVG", text('<?xml version="1.0"?><!--'.padEnd(600, "x"))],
  ["HTML", text("<!doctype html><script>")],
  ["GIF", text("GIF89a")],
  ["GIF", text("GIF87a")],
  ["TIFF or camera raw", hex("49492a00 08000000")],
  ["TIFF or camera raw", hex("4d4d002a 00000008")],
  ["camera raw (CR2)", hex("49492a00 10000000 4352")],
  ["camera raw (CR3)", ftyp("crx \0\0\0\0crx ")],
  ["camera raw (RAF)", text("FUJIFILMCCD-RAW ")],
  ["PDF", text("%PDF-1.7")],
  ["PostScript", text("%!PS-Adobe")],
  ["Photoshop (PSD)", text("8BPS")],
  ["BMP", text("BM....")],
  ["ICO", hex("00000100 0100")],
  ["JPEG XL", hex("ff0a")],
  ["JPEG XL", hex("0000000c 4a584c20 0d0a870a")],
  ["JPEG 2000", hex("0000000c 6a502020 0d0a870a")],
  ["OpenEXR", hex("762f3101")],
  ["QOI", text("qoif")],
  ["PNM", text("P6 4 4 255\n")],
  ["ZIP archive", hex("504b0304")],
  ["gzip archive", hex("1f8b08")],
  ["7-Zip archive", hex("377abcaf271c")],
  ["tar archive", tar()],
  ["a film (MP4, MOV)", ftyp("isom\0\0\0\0isom")],
  ["a film (Matroska, WebM)", hex("1a45dfa3")],
  ["a film or sound (RIFF)", text("RIFF....WAVEfmt ")],
  ["a program", hex("7f454c46")],
  ["an empty file", new Uint8Array()],
  ["text", text("hello, I am a letter")],
  ["an unknown format", hex("0001020304")],
])("UB4 IM45 %s is named and comes with a way out", (found, head) => {
  const sniffed = sniffFormat(head);
  expect(sniffed).toMatchObject({ kind: "other", found });
  expect(sniffed.kind === "other" && sniffed.wayOut).toMatch(/^[A-Z].+\.$/);
});

test.each<[string, Uint8Array]>([
  ["jpeg", hex("ffd8ffe0 0010")],
  ["png", hex("89504e470d0a1a0a")],
  ["webp", text("RIFF....WEBPVP8 ")],
  ["avif", ftyp("avif\0\0\0\0mif1miaf")],
  ["avif", ftyp("mif1\0\0\0\0mif1avif")],
])("IM48 %s is known by its content", (format, head) => {
  expect(sniffFormat(head)).toEqual({ kind: "image", format });
});
