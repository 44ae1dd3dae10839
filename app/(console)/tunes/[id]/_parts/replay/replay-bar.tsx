"use client";
import { formatElapsed } from "../../../../../../core/units/durations.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Select } from "../../../../../_ui/controls/select.tsx";
import { CopyButton } from "../../../../../_ui/values/copy-button.tsx";
import { type Replay, SPEEDS } from "./use-replay.ts";

/** E3: play, step, scrub, speed, and a link to this moment. */
export default function ReplayBar({ replay }: { replay: Replay }) {
  const { ms, lengthMs, isPlaying, speed } = replay;
  const words = `${formatElapsed(ms)} of ${formatElapsed(lengthMs)}`;
  return (
    <section
      aria-label="Replay"
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-y bg-sunk px-3 py-2"
    >
      <Button keys="space" onClick={replay.toggle}>
        {isPlaying ? "Pause" : "Play"}
      </Button>
      <Button variant="plain" keys="," onClick={() => replay.step(-1)}>
        Back
      </Button>
      <Button variant="plain" keys="." onClick={() => replay.step(1)}>
        Forward
      </Button>
      <input
        type="range"
        aria-label="Moment of the run"
        aria-valuetext={words}
        min={0}
        max={Math.ceil(lengthMs / 1000)}
        step={1}
        value={Math.round(ms / 1000)}
        onChange={(event) => replay.seek(Number(event.target.value) * 1000)}
        className="h-6 min-w-40 flex-1 cursor-pointer accent-wire"
      />
      <p className="text-ink-2">{words}</p>
      <div className="w-20">
        <Select
          label="Speed"
          isLabelHidden
          value={String(speed)}
          onChange={(event) => replay.setSpeed(SPEEDS.find((one) => String(one) === event.target.value) ?? 1)}
          options={SPEEDS.map((one) => ({ value: String(one), label: `${one}×` }))}
        />
      </div>
      <CopyButton what="link to this moment" text={() => window.location.href} />
      <Button variant="plain" onClick={replay.leave}>
        Leave the replay
      </Button>
    </section>
  );
}
