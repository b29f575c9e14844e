/** Time as the engine sees it: monotonic, in milliseconds. Tests bring their own. */
export interface Clock {
  /** Milliseconds on a clock that nobody can set. */
  now(): number;
  /** Calls f once after ms; the returned function takes it back. */
  after(ms: number, f: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
}

// Browsers cut longer waits to 0.
const longestWait = 0x7fffffff;

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => performance.now(),
  after: (ms, f) => {
    const id = setTimeout(f, Math.min(Math.max(0, ms), longestWait));
    return () => clearTimeout(id);
  },
  random: () => Math.random(),
};
