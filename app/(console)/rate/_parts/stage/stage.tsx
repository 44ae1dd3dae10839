"use client";
import { useKeysOf } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import type { BenchController } from "../bench-controller.ts";
import type { Entry } from "../bench-entries.ts";
import type { Layer } from "./draw.ts";
import { PictureCanvas } from "./picture-canvas.tsx";
import { Slider } from "./slider.tsx";
import type { Layout, SideName, StageView } from "./use-stage-view.ts";

interface StageProps {
  bench: BenchController;
  entry: Entry;
  view: StageView;
}

type Tokens = Entry["item"]["tokens"];

/** The pictures of the active entry: in place, with a slider, or side by side. */
export function Stage({ bench, entry, view }: StageProps) {
  const { tokens } = entry.item;
  const isPair = tokens.left !== null;
  const panes = panesOf(tokens, view);
  const layersOf = (wanted: readonly (string | null)[]): Layer[] =>
    wanted.flatMap((token, index) => {
      const picture = token === null ? null : bench.pictures.ready(token);
      return picture === null ? [] : [{ bitmap: picture.bitmap, clip: index === 0 ? 1 : view.slider }];
    });
  return (
    <div>
      <div
        className="relative flex h-[46dvh] min-h-64 gap-px border-2 border-wire bg-line sm:h-[calc(100dvh-28rem)]"
        data-active="true"
        aria-busy={bench.sight() === "loading"}
      >
        {panes.map(({ side, label, shown }) => (
          <PictureCanvas
            key={side}
            label={label}
            layers={layersOf(shown)}
            place={bench.state().at}
            zoom={view.zoom}
            centre={view.centreOf(side)}
            onDrag={(by, { placement, bitmap, isAlone }) =>
              view.drag(side, by, { bitmap, scale: placement.scale, isAlone })
            }
            onPoint={view.point}
          />
        ))}
        {!isPair && view.layout === "slider" ? <Slider value={view.slider} onChange={view.setSlider} /> : null}
      </div>
      <StageBar view={view} isPair={isPair} />
    </div>
  );
}

function panesOf(tokens: Tokens, view: StageView): { side: SideName; label: string; shown: (string | null)[] }[] {
  if (tokens.left !== null) {
    const isBefore = view.shows === "before";
    const of = (token: string | null) => [isBefore ? tokens.before : token];
    const name = (side: string) => (isBefore ? "Original" : `${side} result`);
    return [
      { side: "left", label: name("Left"), shown: of(tokens.left) },
      { side: "right", label: name("Right"), shown: of(tokens.right) },
    ];
  }
  const result = view.shows === "previous" && tokens.previous !== null ? tokens.previous : tokens.output;
  if (view.layout === "side") {
    return [
      { side: "left", label: "Original", shown: [tokens.before] },
      { side: "right", label: "Result", shown: [result] },
    ];
  }
  if (view.layout === "slider") {
    return [{ side: "left", label: "Original left, result right", shown: [result, tokens.before] }];
  }
  const isBefore = view.shows === "before";
  return [{ side: "left", label: isBefore ? "Original" : "Result", shown: [isBefore ? tokens.before : result] }];
}

const LAYOUTS: readonly { value: Layout; label: string }[] = [
  { value: "flip", label: "In place" },
  { value: "slider", label: "Slider" },
  { value: "side", label: "Side by side" },
];

function StageBar({ view, isPair }: { view: StageView; isPair: boolean }) {
  const flip = useKeysOf("rate.flip", "b");
  const zoom = useKeysOf("rate.zoom", "z");
  const isSplit = isPair || view.layout === "side";
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button keys={flip} onClick={view.flip} aria-pressed={view.shows === "before"}>
        {view.shows === "before" ? "Shows the original" : "Shows the result"}
      </Button>
      <Button keys={zoom} onClick={view.toggleZoom} aria-pressed={view.zoom !== "fit"}>
        {view.zoom === "fit" ? "100 %" : "Fit"}
      </Button>
      <Button onClick={() => view.zoomBy(-1)} aria-label="Zoom out">
        −
      </Button>
      <Button onClick={() => view.zoomBy(1)} aria-label="Zoom in">
        +
      </Button>
      <output className="min-w-14 font-mono text-meta">{view.zoom === "fit" ? "fit" : `${view.zoom * 100} %`}</output>
      {isPair
        ? null
        : LAYOUTS.map(({ value, label }) => (
            <Button key={value} aria-pressed={view.layout === value} onClick={() => view.setLayout(value)}>
              {label}
            </Button>
          ))}
      {isSplit
        ? (["left", "right"] as const).map((side) => (
            <Button key={side} aria-pressed={view.locked[side]} onClick={() => view.lock(side)}>
              {view.locked[side] ? `Unlock ${side}` : `Lock ${side}`}
            </Button>
          ))
        : null}
    </div>
  );
}
