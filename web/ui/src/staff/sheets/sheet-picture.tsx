import { useEffect, useState } from "react";

import { useText } from "../text/language";
import { pagePicture } from "./page-picture";
import { upright, type Places } from "./places";

interface Props {
  sheet: string;
  places: Places;
  /** The fields in doubt. */
  doubtful: string[];
}

/** The page as it was scanned, upright, with what was read on it: marks, and what is in doubt. */
export function SheetPicture({ sheet, places, doubtful }: Props) {
  const t = useText();
  const [page, setPage] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    let live = true;
    void pagePicture(sheet)
      .then((p) => {
        if (live) setPage(p);
      })
      .catch(() => undefined); // a page that cannot be shown leaves the frame empty
    return () => {
      live = false;
    };
  }, [sheet]);
  if (!page) return <div className="kt-sheet-page" />;
  const { naturalWidth: w, naturalHeight: h } = page;
  const stands = upright(places.turn, w, h);
  return (
    <svg
      className="kt-sheet-page"
      viewBox={`0 0 ${String(stands.w)} ${String(stands.h)}`}
      role="img"
      aria-label={t("Phiếu như đã quét", "The sheet as it was scanned")}
    >
      <g transform={`matrix(${stands.matrix.join(" ")})`}>
        <image href={page.src} width={w} height={h} />
        {places.bubbles.map((b) => {
          const doubt = doubtful.includes(b.f);
          if (!doubt && b.d <= 0.5) return null;
          return (
            <circle
              key={`${b.f} ${String(b.c)} ${b.s}`}
              cx={b.x}
              cy={b.y}
              r={b.r * 1.3}
              className={doubt ? "kt-doubtful" : "kt-marked"}
            />
          );
        })}
      </g>
    </svg>
  );
}
