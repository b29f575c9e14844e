import { useRef, useState, type PointerEvent } from "react";

import type { Area } from "../body";
import { pictureURL } from "../html";
import { useText } from "../../text/language";
import { capital } from "../words";
import { areaOf, movedArea, outline, type Point } from "./area";
import type { Spot } from "./hotspot";

/** The shapes that can be drawn; a circle comes from imports and is kept. */
export type Shape = "rect" | "ellipse" | "poly";

interface Props {
  image: { media: string; width: number; height: number; alt?: string };
  spots: Spot[];
  shape: Shape;
  onAdd: (area: Area) => void;
  onMove: (i: number, area: Area) => void;
}

/**
 * The picture with its areas. Pulling draws a rectangle or an ellipse, clicks
 * set the corners of a polygon and a double click closes it; an area is pulled
 * to another place. Keyboards use the table of numbers below.
 */
export function AreaCanvas({ image, spots, shape, onAdd, onMove }: Props) {
  const t = useText();
  const svg = useRef<SVGSVGElement>(null);
  const [from, setFrom] = useState<Point | null>(null);
  const [to, setTo] = useState<Point | null>(null);
  const [corners, setCorners] = useState<Point[]>([]);
  const [held, setHeld] = useState<{ i: number; at: Point } | null>(null);

  const place = (e: PointerEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return { x: 0, y: 0 };
    const x = ((e.clientX - box.left) / box.width) * image.width;
    const y = ((e.clientY - box.top) / box.height) * image.height;
    return {
      x: Math.round(Math.max(0, Math.min(image.width, x))),
      y: Math.round(Math.max(0, Math.min(image.height, y))),
    };
  };
  const down = (e: PointerEvent) => {
    const at = place(e);
    const hit = (e.target as Element).getAttribute("data-spot");
    svg.current?.setPointerCapture(e.pointerId);
    if (hit !== null && corners.length === 0) setHeld({ i: Number(hit), at });
    else if (shape === "poly") setCorners((c) => [...c, at]);
    else setFrom(at);
    setTo(at);
  };
  const up = (e: PointerEvent) => {
    const at = place(e);
    const spot = held === null ? undefined : spots[held.i];
    if (held && spot)
      onMove(held.i, movedArea(spot.area, at.x - held.at.x, at.y - held.at.y, image));
    else if (from) {
      const area = areaOf(shape, [from, at]);
      if (area) onAdd(area);
    }
    setFrom(null);
    setHeld(null);
  };
  const close = () => {
    // The two clicks of a double click set the same corner twice.
    const area = areaOf(
      "poly",
      corners.filter((c, i) => c.x !== corners[i - 1]?.x || c.y !== corners[i - 1]?.y),
    );
    if (area) onAdd(area);
    setCorners([]);
  };
  const drawn = from && to ? areaOf(shape, [from, to]) : null;
  const stroke = Math.max(1, image.width / 300);
  return (
    <div className="kt-areas">
      <svg
        ref={svg}
        viewBox={`0 0 ${image.width} ${image.height}`}
        aria-label={t(
          "Hình và các vùng; dùng bảng số bên dưới nếu không dùng chuột",
          "Picture with areas; use the numbers below without a mouse",
        )}
        role="img"
        onPointerDown={down}
        onPointerMove={(e) =>
          (from !== null || held !== null || corners.length > 0) && setTo(place(e))
        }
        onPointerUp={up}
        onDoubleClick={close}
      >
        <image href={pictureURL(image.media)} width={image.width} height={image.height} />
        {spots.map((s, i) => {
          const shift =
            held?.i === i && to ? { x: to.x - held.at.x, y: to.y - held.at.y } : { x: 0, y: 0 };
          const area = movedArea(s.area, shift.x, shift.y, image);
          return (
            <g key={s.id} className={s.right ? "kt-area kt-area-right" : "kt-area"}>
              <path d={outline(area)} data-spot={i} strokeWidth={stroke} />
              <text
                x={area.coords[0]}
                y={(area.coords[1] ?? 0) + image.height / 40}
                fontSize={image.height / 18}
              >
                {capital(i)}
              </text>
            </g>
          );
        })}
        {drawn && <path className="kt-area kt-area-new" d={outline(drawn)} strokeWidth={stroke} />}
        {corners.length > 0 && (
          <polyline
            className="kt-area-new"
            strokeWidth={stroke}
            points={[...corners, ...(to ? [to] : [])].map((c) => `${c.x},${c.y}`).join(" ")}
          />
        )}
      </svg>
      <p className="kt-note">
        {shape === "poly"
          ? t("Bấm từng đỉnh, bấm đúp để khép lại.", "Click the corners, double-click to close.")
          : t(
              "Kéo chuột trên hình để vẽ; kéo một vùng để dời.",
              "Pull to draw; pull an area to move it.",
            )}
      </p>
    </div>
  );
}
