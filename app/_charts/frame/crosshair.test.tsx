import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { KeysProvider } from "../../_keys/keys-provider.tsx";
import { CrosshairProvider, useCrosshair } from "./crosshair.tsx";

function Chart() {
  return useCrosshair("C-09", { twin: { heads: [], rows: [] } }).row === null ? "free" : "marked";
}

test("H-43 a chart stands in the crosshair of its own page, or not at all", () => {
  const chart = <Chart />;
  expect(() => renderToStaticMarkup(chart)).toThrow("a chart stands outside CrosshairProvider");
  const page = (
    <KeysProvider>
      <CrosshairProvider>{chart}</CrosshairProvider>
    </KeysProvider>
  );
  expect(renderToStaticMarkup(page)).toBe("free");
});
