import { useContext, useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent } from "react";
import { plainText } from "../paper/content";
import { addPoint, clampPoint, readPoints, writePoints, type Point } from "../paper/places";
import type { Area, HotspotQuestion, Option } from "../paper/types";
import { useLanguage } from "../text/language";
import { toggled, type ControlProps } from "./choices";
import { ClearButton } from "./clear";
import { letter } from "./format";
import { Content } from "./html";

/** Places on a picture: areas that are chosen, or points that are put anywhere. */
export function Hotspot(props: ControlProps<HotspotQuestion>) {
  const { t } = useLanguage();
  const content = useContext(Content);
  const { question, value, answer, disabled } = props;
  const { image, options } = question;
  const src = content?.media(image.media) ?? "";
  const limit = question.points ?? 1;
  return (
    <>
      <p className="instruction" id="hotspot-help">
        {options?.length ? t("paper.areas") : t("paper.points", { n: limit })}
      </p>
      {options?.length ? (
        <Areas {...props} src={src} options={options} />
      ) : (
        <Points {...props} src={src} limit={limit} />
      )}
      <ClearButton fields={[question.field]} {...{ value, answer, disabled }} />
    </>
  );
}

interface PictureProps extends ControlProps<HotspotQuestion> {
  src: string;
}

function Areas({
  question,
  value,
  answer,
  disabled,
  labelledBy,
  src,
  options,
}: PictureProps & { options: Option[] }) {
  const { t } = useLanguage();
  const { image, field } = question;
  const chosen = new Set(value(field) ? value(field).split(",") : []);
  const toggle = (id: string) => {
    if (!disabled) answer(field, toggled(value(field), id));
  };
  const keys = (event: KeyboardEvent, id: string) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    toggle(id);
  };
  return (
    <div className="hotspot" role="group" aria-labelledby={labelledBy}>
      <img src={src} alt={image.alt ?? ""} width={image.width} height={image.height} />
      <svg viewBox={`0 0 ${image.width} ${image.height}`} className="hotspot-areas">
        {options.map((o, i) => {
          if (!o.area) return null;
          const at = middle(o.area);
          const size = Math.max(image.width, image.height) / 32;
          return (
            <g
              key={o.id}
              role="checkbox"
              tabIndex={disabled ? -1 : 0}
              aria-checked={chosen.has(o.id)}
              aria-disabled={disabled}
              aria-label={`${letter(i)}. ${plainText(o.html) || t("paper.area", { n: letter(i) })}`}
              className={`area${chosen.has(o.id) ? " on" : ""}`}
              onClick={() => toggle(o.id)}
              onKeyDown={(e) => keys(e, o.id)}
            >
              <Shape area={o.area} />
              <circle cx={at.x} cy={at.y} r={size} className="area-mark" />
              <text x={at.x} y={at.y} fontSize={size * 1.3} className="area-letter">
                {chosen.has(o.id) ? "✓" : letter(i)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Shape({ area }: { area: Area }) {
  const [a = 0, b = 0, c = 0, d = 0] = area.coords;
  switch (area.shape) {
    case "rect":
      return <rect x={a} y={b} width={Math.max(0, c - a)} height={Math.max(0, d - b)} />;
    case "circle":
      return <circle cx={a} cy={b} r={c} />;
    case "ellipse":
      return <ellipse cx={a} cy={b} rx={c} ry={d} />;
    case "poly":
      return <polygon points={area.coords.join(" ")} />;
  }
}

/** About the middle of an area: where its letter stands. */
function middle(area: Area): Point {
  const c = area.coords;
  if (area.shape === "circle" || area.shape === "ellipse") return { x: c[0] ?? 0, y: c[1] ?? 0 };
  const xs = c.filter((_, i) => i % 2 === 0);
  const ys = c.filter((_, i) => i % 2 === 1);
  const mean = (n: number[]) => (Math.min(...n) + Math.max(...n)) / 2;
  return { x: mean(xs), y: mean(ys) };
}

const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function Points({
  question,
  value,
  answer,
  disabled,
  labelledBy,
  src,
  limit,
}: PictureProps & { limit: number }) {
  const { t } = useLanguage();
  const { image, field } = question;
  const box = useRef<HTMLDivElement>(null);
  const [cross, setCross] = useState<Point>({
    x: Math.round(image.width / 2),
    y: Math.round(image.height / 2),
  });
  const [said, setSaid] = useState("");
  const points = readPoints(value(field));
  const put = (p: Point) => {
    if (disabled) return;
    const next = addPoint(points, p, limit);
    answer(field, writePoints(next));
    setSaid(
      next.length === points.length && limit > 1
        ? t("paper.point.full", { n: limit })
        : t("paper.point.put", { n: next.length, x: p.x, y: p.y }),
    );
  };
  const remove = (i: number) => {
    answer(field, writePoints(points.filter((_, n) => n !== i)));
    setSaid(t("paper.point.gone", { n: i + 1 }));
    box.current?.focus();
  };
  const click = (event: MouseEvent) => {
    const r = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - r.left) / r.width) * image.width;
    const y = ((event.clientY - r.top) / r.height) * image.height;
    const p = clampPoint({ x, y }, image.width, image.height);
    setCross(p);
    put(p);
  };
  const keys = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (by) {
      event.preventDefault();
      const step = Math.max(1, Math.round((event.shiftKey ? 0.005 : 0.03) * image.width));
      const p = clampPoint(
        { x: cross.x + by.x * step, y: cross.y + by.y * step },
        image.width,
        image.height,
      );
      setCross(p);
      setSaid(t("paper.point.at", percent(p, image)));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      put(cross);
    }
  };
  const size = Math.max(image.width, image.height) / 40;
  return (
    <>
      <div
        ref={box}
        className="hotspot points"
        role="application"
        tabIndex={disabled ? -1 : 0}
        aria-labelledby={labelledBy}
        aria-describedby="hotspot-help hotspot-keys"
        onClick={click}
        onKeyDown={keys}
      >
        <img src={src} alt={image.alt ?? ""} width={image.width} height={image.height} />
        <svg viewBox={`0 0 ${image.width} ${image.height}`} aria-hidden="true">
          <path
            className="cross"
            d={`M${cross.x - size} ${cross.y}h${2 * size}M${cross.x} ${cross.y - size}v${2 * size}`}
          />
          {points.map((p, i) => (
            <g key={`${p.x},${p.y}`} className="put">
              <circle cx={p.x} cy={p.y} r={size * 0.8} />
              <text x={p.x} y={p.y} fontSize={size}>
                {i + 1}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <p className="hint" id="hotspot-keys">
        {t("paper.point.keys")}
      </p>
      <ul className="points-list">
        {points.map((p, i) => (
          <li key={`${p.x},${p.y}`}>
            {t("paper.point", { n: i + 1, ...percent(p, image) })}{" "}
            <button
              type="button"
              className="button small"
              disabled={disabled}
              onClick={() => remove(i)}
            >
              {t("paper.point.remove", { n: i + 1 })}
            </button>
          </li>
        ))}
      </ul>
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  );
}

/** Where a point lies in parts of the picture: what is said and read. */
function percent(p: Point, image: { width: number; height: number }): { x: number; y: number } {
  return {
    x: Math.round((100 * p.x) / image.width),
    y: Math.round((100 * p.y) / image.height),
  };
}
