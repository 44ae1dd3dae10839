/** The parts of a window that tell of its screen. */
interface Screened {
  devicePixelRatio: number;
  matchMedia(query: string): {
    addEventListener(type: "change", listener: () => void, options: { once: true }): void;
    removeEventListener(type: "change", listener: () => void): void;
  };
}

/** Tells when the window is on a screen of another density: no box changes its CSS size then, so no observer of boxes notices (IM61). Gives the way to stop. */
export function watchDeviceScale(shown: Screened, onChange: () => void): () => void {
  let stop: () => void = () => undefined;
  const arm = () => {
    // A query names the density of now, so each change needs the next one.
    const query = shown.matchMedia(`(resolution: ${shown.devicePixelRatio}dppx)`);
    const changed = () => {
      arm();
      onChange();
    };
    query.addEventListener("change", changed, { once: true });
    stop = () => query.removeEventListener("change", changed);
  };
  arm();
  return () => stop();
}
