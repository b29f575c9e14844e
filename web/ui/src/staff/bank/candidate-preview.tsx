import { useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";

import katexStyle from "katex/dist/katex.min.css?inline";
import type { Attempt } from "../../candidate/engine/attempt";
import { emptySnapshot, type Snapshot } from "../../candidate/engine/snapshot";
import { placeQuestions, type Paper as CandidatePaper } from "../../candidate/paper/types";
import { LanguageProvider } from "../../candidate/text/language";
import { Content, type ContentContext } from "../../candidate/ui/html";
import { Question } from "../../candidate/ui/question";
import baseStyle from "../../candidate/ui/style/base.css?inline";
import examStyle from "../../candidate/ui/style/exam.css?inline";
import kindsStyle from "../../candidate/ui/style/kinds.css?inline";
import questionStyle from "../../candidate/ui/style/question.css?inline";
import { pictureURL } from "./html";
import { candidatePaper } from "./printed";
import type { Paper } from "./use-check";

let sheets: CSSStyleSheet[] | null = null;

/** The candidate's styles, for a shadow tree: there they cannot touch the staff's page. */
function candidateStyles(): CSSStyleSheet[] {
  sheets ??= [katexStyle, baseStyle, examStyle, questionStyle, kindsStyle].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text.replaceAll(":root", ":host"));
    return sheet;
  });
  return sheets;
}

/**
 * The question as its candidate has it before them, with the candidate's own
 * components. One can answer it; nothing is sent anywhere.
 */
export function CandidatePreview({ paper }: { paper: Paper }) {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const shadow = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = candidateStyles();
    let inside = shadow.querySelector<HTMLElement>("div");
    if (!inside) {
      inside = document.createElement("div");
      shadow.appendChild(inside);
    }
    setRoot(inside);
  }, []);
  return (
    <div ref={host} className="kt-candidate" data-testid="candidate-preview">
      {root && createPortal(<Trial paper={candidatePaper(paper)} />, root)}
    </div>
  );
}

const content: ContentContext = { media: pictureURL, zoom: () => undefined };

/** Answers that live in this page only. */
function Trial({ paper }: { paper: CandidatePaper }) {
  const [fields, setFields] = useState<Snapshot["fields"]>(new Map());
  const attempt = useMemo(() => {
    const answer = (field: string, value: string) =>
      setFields((now) => {
        const next = new Map(now);
        next.set(field, { value, at: 0, saved: true } as never);
        return next;
      });
    const nothing = () => undefined;
    return {
      answer,
      type: answer,
      typeEssay: answer,
      flush: nothing,
      settle: nothing,
    } as unknown as Attempt;
  }, []);
  const placed = placeQuestions(paper)[0];
  if (!placed) return null;
  const snapshot: Snapshot = { ...emptySnapshot, phase: "running", inputOpen: true, fields };
  return (
    <LanguageProvider>
      <Content.Provider value={content}>
        <Question {...{ attempt, snapshot, paper, placed }} quiet onNext={() => undefined} />
      </Content.Provider>
    </LanguageProvider>
  );
}
