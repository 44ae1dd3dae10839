/** Where the crosshair of a page stands: the chart it was moved in, the row there, and what that row is about. */
interface Crosshair {
  chart: string;
  rowId: string;
  subject: string | null;
}

interface CrosshairState {
  at: Crosshair | null;
  isLocked: boolean;
}

/** One crosshair for all charts of a page (H-43). */
export interface CrosshairStore {
  subscribe(listener: () => void): () => void;
  read(): CrosshairState;
  /** The pointer moved; a locked crosshair stays where it is. */
  hover(at: Crosshair | null): void;
  /** A key moved it: that is meant, locked or not. */
  put(at: Crosshair | null): void;
  toggleLock(): void;
  /** Esc: no lock, no crosshair. */
  free(): void;
}

const NOWHERE: CrosshairState = { at: null, isLocked: false };

/** An empty crosshair; nothing is locked before something is pointed at. */
export function createCrosshairStore(): CrosshairStore {
  const listeners = new Set<() => void>();
  let state = NOWHERE;
  const become = (next: CrosshairState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    hover(at) {
      const isSame = at?.rowId === state.at?.rowId && at?.chart === state.at?.chart;
      if (!state.isLocked && !isSame) become({ at, isLocked: false });
    },
    put: (at) => become({ at, isLocked: state.isLocked && at !== null }),
    toggleLock: () => become({ at: state.at, isLocked: state.at !== null && !state.isLocked }),
    free: () => become(NOWHERE),
  };
}
