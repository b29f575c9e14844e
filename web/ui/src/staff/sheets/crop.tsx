import { useEffect, useRef } from "react";

import { useText } from "../text/language";
import { pagePicture } from "./page-picture";
import { boxOf, upright, type Places } from "./places";

interface Props {
  sheet: string;
  places: Places;
  field: string;
  /** Gets the picture of the mark as PNG in base64, to be kept with the decision. */
  onPicture: (png: string) => void;
}

/** A field as it was scanned, enlarged, with the darkness of each bubble. */
export function Crop({ sheet, places, field, onPicture }: Props) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const done = useRef(onPicture);
  useEffect(() => {
    done.current = onPicture;
  });
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    let live = true;
    void pagePicture(sheet)
      .then((page) => {
        if (live) draw(target, page, places, field, done.current);
      })
      .catch(() => undefined); // a page that cannot be shown leaves the frame empty
    return () => {
      live = false;
    };
  }, [sheet, places, field]);
  return (
    <canvas
      ref={canvas}
      className="kt-crop"
      role="img"
      aria-label={t("Ảnh của ô đang xét", "The field as it was scanned")}
    />
  );
}

/** Up to so many bubbles have room for their darkness in figures. */
const few = 12;

/** The picture is kept without the marks that the page paints over it. */
function draw(
  target: HTMLCanvasElement,
  page: HTMLImageElement,
  places: Places,
  field: string,
  done: (png: string) => void,
) {
  const whole = { ...places, w: page.naturalWidth, h: page.naturalHeight };
  const box = boxOf(whole, field);
  const scale = Math.min(4, 900 / Math.max(box.w, 1));
  const { w, h, matrix } = upright(places.turn, box.w, box.h);
  target.width = Math.round(w * scale);
  target.height = Math.round(h * scale);
  target.dataset.field = field; // says to tests which field is drawn
  const c = target.getContext("2d");
  if (!c) return;
  const turned = new DOMMatrix(matrix);
  c.setTransform(new DOMMatrix().scale(scale).multiply(turned));
  c.drawImage(page, box.x, box.y, box.w, box.h, 0, 0, box.w, box.h);
  c.resetTransform();
  if (field !== "page" && target.width * target.height < 600_000) {
    done(target.toDataURL("image/png").replace(/^data:image\/png;base64,/, ""));
  }
  c.lineWidth = 2;
  c.font = "13px sans-serif";
  const own = whole.bubbles.filter((b) => b.f === field);
  for (const b of own) {
    const at = turned.transformPoint({ x: b.x - box.x, y: b.y - box.y });
    const [x, y, r] = [at.x * scale, at.y * scale, (b.r + 2) * scale];
    c.strokeStyle = c.fillStyle = b.d > 0.5 ? "#c41d1d" : "#1668dc";
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.stroke();
    if (own.length <= few) c.fillText(`${b.s} ${String(Math.round(100 * b.d))}`, x - r, y - r - 3);
  }
}
