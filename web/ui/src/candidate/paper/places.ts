// Places on a picture: points in its pixels, joined as x,y;x,y.

export interface Point {
  x: number;
  y: number;
}

/** Reads a value; what is no point is left out. */
export function readPoints(value: string): Point[] {
  if (!value) return [];
  return value.split(";").flatMap((text) => {
    const m = /^(\d{1,5}),(\d{1,5})$/.exec(text);
    return m ? [{ x: Number(m[1]), y: Number(m[2]) }] : [];
  });
}

/** Writes points as the server wants them. */
export function writePoints(points: readonly Point[]): string {
  return points.map((p) => `${p.x},${p.y}`).join(";");
}

/** Adds a point: beyond the limit the oldest goes where only one is asked for, else nothing happens. */
export function addPoint(points: readonly Point[], p: Point, limit: number): Point[] {
  if (points.some((o) => o.x === p.x && o.y === p.y)) return [...points];
  if (points.length < limit) return [...points, p];
  return limit === 1 ? [p] : [...points];
}

/** Keeps a point within a picture. */
export function clampPoint(p: Point, width: number, height: number): Point {
  const within = (n: number, most: number) => Math.max(0, Math.min(most, Math.round(n)));
  return { x: within(p.x, width), y: within(p.y, height) };
}
