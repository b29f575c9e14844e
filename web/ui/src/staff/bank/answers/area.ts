import type { Area } from "../body";

export interface Point {
  x: number;
  y: number;
}

/** Least size of an area in pixels: a slip of the mouse is no area. */
const leastSize = 4;

/** The area of a shape between two points, or with some corners; null where it is too small. */
export function areaOf(shape: "rect" | "ellipse" | "poly", points: Point[]): Area | null {
  if (shape === "poly") {
    if (points.length < 3) return null;
    return { shape, coords: points.flatMap((p) => [p.x, p.y]) };
  }
  const [a, b] = points;
  if (!a || !b) return null;
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  if (right - left < leastSize || bottom - top < leastSize) return null;
  if (shape === "rect") return { shape, coords: [left, top, right, bottom] };
  const half = (n: number) => Math.round(n / 2);
  return {
    shape,
    coords: [half(left + right), half(top + bottom), half(right - left), half(bottom - top)],
  };
}

/** Which numbers of an area are places, not sizes: x at even, y at odd ones. */
function places(area: Area): number {
  return area.shape === "circle" || area.shape === "ellipse" ? 2 : area.coords.length;
}

/** An area moved by some pixels, its first point staying on the picture. */
export function movedArea(
  area: Area,
  dx: number,
  dy: number,
  size: { width: number; height: number },
): Area {
  const [x = 0, y = 0] = area.coords;
  const right = Math.max(-x, Math.min(size.width - x, dx));
  const down = Math.max(-y, Math.min(size.height - y, dy));
  const n = places(area);
  return {
    shape: area.shape,
    coords: area.coords.map((c, i) => (i >= n ? c : c + (i % 2 === 0 ? right : down))),
  };
}

/** The outline of an area as a path of SVG. */
export function outline(area: Area): string {
  const [a = 0, b = 0, c = 0, d = 0] = area.coords;
  switch (area.shape) {
    case "rect":
      return `M${a} ${b}H${c}V${d}H${a}Z`;
    case "circle":
    case "ellipse": {
      const ry = area.shape === "circle" ? c : d;
      return `M${a - c} ${b}a${c} ${ry} 0 1 0 ${2 * c} 0a${c} ${ry} 0 1 0 ${-2 * c} 0Z`;
    }
    default:
      return `${area.coords.map((n, i) => `${i === 0 ? "M" : i % 2 === 0 ? "L" : " "}${n}`).join("")}Z`;
  }
}

/** What the numbers of a shape are called. */
export function coordNames(shape: string): string[] {
  switch (shape) {
    case "rect":
      return ["trái", "trên", "phải", "dưới"];
    case "circle":
      return ["x", "y", "bán kính"];
    case "ellipse":
      return ["x", "y", "nửa rộng", "nửa cao"];
    default:
      return [];
  }
}
