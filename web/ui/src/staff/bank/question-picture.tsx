import { useContext } from "react";

import type { Schema } from "../api";
import { outline } from "./answers/area";
import { PictureSource } from "./html";
import { capital } from "./words";

interface Shown {
  area: Schema["Area"];
  className: string;
}

/** The picture of a hotspot with areas drawn on it, each with its letter. */
export function QuestionPicture({ image, areas }: { image: Schema["Image"]; areas: Shown[] }) {
  const source = useContext(PictureSource);
  if (image.width < 1 || image.height < 1) return null;
  const size = Math.max(image.width, image.height) / 24;
  return (
    <svg
      className="kt-question-picture"
      viewBox={`0 0 ${image.width} ${image.height}`}
      role="img"
      aria-label={image.alt ?? ""}
    >
      <image href={source(image.media)} width={image.width} height={image.height} />
      {areas.map(({ area, className }, i) => (
        <g key={i} className={className}>
          <path d={outline(area)} strokeWidth={Math.max(1, image.width / 300)} />
          <text
            x={(area.coords[0] ?? 0) + size / 4}
            y={(area.coords[1] ?? 0) + size}
            fontSize={size}
          >
            {capital(i)}
          </text>
        </g>
      ))}
    </svg>
  );
}
