import { expect, test } from "vitest";
import { centreAt, MIDDLE, moveCentre, placePicture, stepZoom } from "./placement.ts";

const canvas = { width: 400, height: 300 };
const picture = { width: 1000, height: 500 };

test("IM61 fit shows all of it and enlarges nothing", () => {
  expect(placePicture({ canvas, picture, zoom: "fit", centre: MIDDLE })).toEqual({ x: 0, y: 50, scale: 0.4 });
  const small = { width: 100, height: 50 };
  expect(placePicture({ canvas, picture: small, zoom: "fit", centre: MIDDLE })).toEqual({ x: 150, y: 125, scale: 1 });
});

test("IM61 100 % is one image pixel a device pixel on whole places, and stays inside the picture", () => {
  expect(placePicture({ canvas, picture, zoom: 1, centre: MIDDLE })).toEqual({ x: -300, y: -100, scale: 1 });
  expect(placePicture({ canvas, picture, zoom: 1, centre: { u: 0.0013, v: 1 } })).toEqual({ x: 0, y: -200, scale: 1 });
});

test("IM61 zoom at the pointer keeps what lies under it, and a drag moves by device pixels", () => {
  const placement = placePicture({ canvas, picture, zoom: "fit", centre: MIDDLE });
  expect(centreAt({ x: 100, y: 100 }, placement, picture)).toEqual({ u: 0.25, v: 0.25 });
  expect(moveCentre(MIDDLE, { x: 100, y: -50 }, { picture, scale: 2 })).toEqual({ u: 0.55, v: 0.45 });
  expect([stepZoom("fit", 1), stepZoom(8, 1), stepZoom("fit", -1)]).toEqual([1, 8, "fit"]);
});
