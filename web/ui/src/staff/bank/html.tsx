import { createContext, useContext, useLayoutEffect, useRef } from "react";

import { buildContent } from "../../candidate/paper/content";
import { renderMath } from "../../candidate/paper/math";
import { useText } from "../text/language";
import "./question.css";

/** The address of a picture of the bank. */
export function pictureURL(hash: string): string {
  return `/api/item-pictures/${hash}`;
}

/** Where pictures come from: the bank, or a file that is not imported yet. */
export const PictureSource = createContext<(hash: string) => string>(pictureURL);

/** A sound as staff hear it, with its limit; candidates get a player of their own. */
function staffSound(label: (plays: number) => string) {
  return (hash: string, plays: number): Node => {
    const box = document.createElement("span");
    box.className = "kt-sound";
    const audio = document.createElement("audio");
    audio.controls = true;
    audio.preload = "none";
    audio.src = `/api/item-sounds/${hash}`;
    box.append(audio, document.createTextNode(label(plays)));
    return box;
  };
}

/** Question HTML as candidates see it: whitelist, pictures, formulas. */
export function Html({ html, className }: { html: string; className?: string }) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const source = useContext(PictureSource);
  const zoom = t("Phóng to hình", "Enlarge picture");
  const free = t("nghe tự do", "no limit");
  const limited = t("nghe {n} lần", "{n} plays");
  useLayoutEffect(() => {
    if (box.current === null) return;
    const label = (n: number) => (n === 0 ? free : limited.replace("{n}", String(n)));
    box.current.replaceChildren(buildContent(html, source, zoom, staffSound(label)));
    // A formula that cannot be drawn stays readable as text.
    void renderMath(box.current).catch(() => undefined);
  }, [html, source, zoom, free, limited]);
  return <div ref={box} className={`kt-html ${className ?? ""}`} />;
}
