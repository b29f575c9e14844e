import { createContext, useContext, useLayoutEffect, useRef } from "react";
import type { MouseEvent } from "react";
import { buildContent, type MediaURL } from "../paper/content";
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
}

/** Question HTML through the whitelist, with formulas and pictures. */
export function Html({ html, className, id }: HtmlProps) {
  const box = useRef<HTMLDivElement>(null);
  const content = useContext(Content);
  const { t } = useLanguage();
  const media = content?.media;
  const zoomLabel = t("paper.zoom");
  useLayoutEffect(() => {
    const el = box.current;
    if (!el || !media) return;
    el.replaceChildren(buildContent(html, media, zoomLabel));
    // A formula that cannot be drawn stays readable as text.
    void renderMath(el).catch(() => undefined);
  }, [html, media, zoomLabel]);

  const click = (event: MouseEvent) => {
    const picture = (event.target as Element).closest(".picture");
    const img = picture?.querySelector("img");
    if (!img) return;
    // A picture inside an option must not choose the option.
    event.preventDefault();
    content?.zoom(img.src, img.alt);
  };
  return <div ref={box} id={id} className={`content ${className ?? ""}`} onClick={click} />;
}
