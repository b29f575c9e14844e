import { createContext, useContext, useLayoutEffect, useRef, useState } from "react";
import type { MouseEvent, ReactNode } from "react";
import { createPortal } from "react-dom";
import { buildContent, gapClass, type MediaURL } from "../paper/content";
import { renderMath } from "../paper/math";
import { useLanguage } from "../text/language";

/** What question HTML needs from the paper around it. */
export interface ContentContext {
  media: MediaURL;
  zoom: (src: string, alt: string) => void;
}

/** Set once a paper is open. */
export const Content = createContext<ContentContext | null>(null);

interface HtmlProps {
  html: string;
  className?: string;
  id?: string;
  /** What stands in the place of a gap, by its letter. */
  gap?: (letter: string) => ReactNode;
}

/** Question HTML through the whitelist, with formulas and pictures. */
export function Html({ html, className, id, gap }: HtmlProps) {
  const [slots, setSlots] = useState<HTMLElement[]>([]);
  const wantsGaps = gap !== undefined;
  const box = useRef<HTMLDivElement>(null);
  const content = useContext(Content);
  const { t } = useLanguage();
  const media = content?.media;
  const zoomLabel = t("paper.zoom");
  useLayoutEffect(() => {
    const el = box.current;
    if (!el || !media) return;
    el.replaceChildren(buildContent(html, media, zoomLabel));
    if (wantsGaps) setSlots(Array.from(el.querySelectorAll<HTMLElement>(`.${gapClass}`)));
    // A formula that cannot be drawn stays readable as text.
    void renderMath(el).catch(() => undefined);
  }, [html, media, zoomLabel, wantsGaps]);

  const click = (event: MouseEvent) => {
    const picture = (event.target as Element).closest(".picture");
    const img = picture?.querySelector("img");
    if (!img) return;
    // A picture inside an option must not choose the option.
    event.preventDefault();
    content?.zoom(img.src, img.alt);
  };
  return (
    <>
      <div ref={box} id={id} className={`content ${className ?? ""}`} onClick={click} />
      {gap && slots.map((el) => createPortal(gap(el.dataset.gap ?? ""), el, el.dataset.gap))}
    </>
  );
}
