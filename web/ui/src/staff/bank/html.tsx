import { useLayoutEffect, useRef } from "react";

import { buildContent } from "../../candidate/paper/content";
import { renderMath } from "../../candidate/paper/math";
import { useText } from "../text/language";

/** The address of a picture of the bank. */
export function pictureURL(hash: string): string {
  return `/api/item-pictures/${hash}`;
}

/** Question HTML as candidates see it: whitelist, pictures, formulas. */
export function Html({ html, className }: { html: string; className?: string }) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const zoom = t("Phóng to hình", "Enlarge picture");
  useLayoutEffect(() => {
    if (box.current === null) return;
    box.current.replaceChildren(buildContent(html, pictureURL, zoom));
    // A formula that cannot be drawn stays readable as text.
    void renderMath(box.current).catch(() => undefined);
  }, [html, zoom]);
  return <div ref={box} className={`kt-html ${className ?? ""}`} />;
}
