/** A bubble on the picture of a page, in pixels, with how dark it is (0 to 1). */
export interface Bubble {
  f: string;
  c: number;
  s: string;
  x: number;
  y: number;
  r: number;
  d: number;
}

/** Where everything stands on the picture of a page. */
export interface Places {
  w: number;
  h: number;
  /** Quarters clockwise by which the page lay in the scanner. */
  turn: number;
  bubbles: Bubble[];
}

/** The parts of what the server keeps beside a reading that are shown. */
interface Evidence {
  dpi?: number;
  turn?: number;
  fields?: {
    name: string;
    bubbles?: { cell: number; symbol: string; x: number; y: number; dark: number }[];
  }[];
}

/** How far the ring of a bubble is from its centre, mm. */
const radius = 1.4;

/** Where the bubbles of a sheet are; a page that is no sheet has none. */
export function placesOf(detail: unknown): Places {
  const d = (typeof detail === "object" && detail !== null ? detail : {}) as Evidence;
  const r = ((d.dpi ?? 200) / 25.4) * radius;
  const bubbles = (d.fields ?? []).flatMap((f) =>
    (f.bubbles ?? []).map((b) => ({
      f: f.name,
      c: b.cell,
      s: b.symbol,
      x: b.x,
      y: b.y,
      r,
      d: b.dark,
    })),
  );
  return { w: 0, h: 0, turn: d.turn ?? 0, bubbles };
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/**
 * The part of the picture that shows a field with some of its neighbours, and of
 * a number the digits that are written above it.
 */
export function boxOf(places: Places, field: string): Box {
  const own = places.bubbles.filter((b) => b.f === field);
  if (own.length === 0) return { x: 0, y: 0, w: places.w, h: places.h };
  const r = Math.max(...own.map((b) => b.r));
  const above = own.some((b) => b.c > 0) ? 11 * r : 6 * r;
  const margin = (side: number) => (side === places.turn ? above : 6 * r);
  const x = Math.max(0, Math.min(...own.map((b) => b.x)) - margin(3));
  const y = Math.max(0, Math.min(...own.map((b) => b.y)) - margin(0));
  const right = Math.min(places.w, Math.max(...own.map((b) => b.x)) + margin(1));
  const bottom = Math.min(places.h, Math.max(...own.map((b) => b.y)) + margin(2));
  return { x, y, w: right - x, h: bottom - y };
}

/** How a picture is turned so that the sheet on it stands upright. */
export interface Upright {
  w: number;
  h: number;
  /** a, b, c, d, e, f as in the matrix of SVG and of a canvas. */
  matrix: [number, number, number, number, number, number];
}

/** Turns a picture of w × h on which the sheet lies by quarters clockwise. */
export function upright(turn: number, w: number, h: number): Upright {
  switch (turn) {
    case 1:
      return { w: h, h: w, matrix: [0, -1, 1, 0, 0, w] };
    case 2:
      return { w, h, matrix: [-1, 0, 0, -1, w, h] };
    case 3:
      return { w: h, h: w, matrix: [0, 1, -1, 0, h, 0] };
    default:
      return { w, h, matrix: [1, 0, 0, 1, 0, 0] };
  }
}

/** The symbols that may be filled in a field of one cell; none for numbers. */
export function symbolsOf(places: Places, field: string): string[] {
  const own = places.bubbles.filter((b) => b.f === field);
  return own.some((b) => b.c > 0) ? [] : own.map((b) => b.s);
}
