import { useRef } from "react";
import type { CSSProperties, KeyboardEvent } from "react";
import { cleanShort, hintShort, isGrid } from "../paper/short";
import type { ShortQuestion } from "../paper/types";
import { useLanguage, type Translate } from "../text/language";
import type { ControlProps } from "./choices";

interface ShortProps extends ControlProps<ShortQuestion> {
  type: (field: string, value: string) => void;
  flush: () => void;
  onEnter: () => void;
}

// Longer answers than this are no row of cells.
const mostCells = 8;
const gridKeys = ["-", ","];

/** The id of the answer's input: shortcuts put the focus there. */
export const shortInputID = "short-answer";

function rule(t: Translate, q: ShortQuestion): string {
  if (isGrid(q.charset, q.max)) return t("paper.short.grid");
  if (q.kind === "numeric") return t("paper.number");
  const max = q.max ?? 0;
  if (q.charset) return t("paper.short.allowed", { chars: Array.from(q.charset).join(" "), max });
  return max ? t("paper.short.max", { max }) : "";
}

/** A short answer: a row of cells for the numeric grid, a plain line for longer text. */
export function ShortAnswer({
  question,
  value,
  answer,
  type,
  flush,
  onEnter,
  disabled,
}: ShortProps) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const { field, charset, max } = question;
  const now = value(field);
  const cells = max && max <= mostCells ? max : 0;
  const grid = isGrid(charset, max);
  const hint = grid ? hintShort(now) : null;

  const change = (text: string) => type(field, cleanShort(text, charset, max));
  // Spaces around the text mean nothing; while typing they may be between words.
  const finish = () => {
    if (now !== now.trim()) type(field, now.trim());
    flush();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    finish();
    onEnter();
  };
  const press = (key: string) => {
    change(key === "-" ? `-${now.replace(/-/g, "")}` : now + key);
    input.current?.focus();
  };
  return (
    <div className="short">
      <label htmlFor={shortInputID} className="field-name">
        {t("paper.short")}
      </label>
      <div className="short-row">
        <div
          className={cells ? "cells-box" : "line-box"}
          style={cells ? ({ "--cells": cells } as CSSProperties) : undefined}
        >
          <input
            ref={input}
            id={shortInputID}
            value={now}
            disabled={disabled}
            onChange={(e) => change(e.target.value)}
            onBlur={finish}
            onKeyDown={keys}
            inputMode={grid ? "decimal" : "text"}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            aria-describedby="short-rule short-hint"
          />
        </div>
        {grid &&
          gridKeys.map((key) => (
            <button
              key={key}
              type="button"
              className="button key"
              disabled={disabled}
              aria-label={key === "-" ? "−" : ","}
              onClick={() => press(key)}
            >
              {key === "-" ? "−" : ","}
            </button>
          ))}
        <button
          type="button"
          className="button"
          disabled={disabled || !now}
          onClick={() => answer(field, "")}
        >
          {t("paper.short.erase")}
        </button>
      </div>
      <p className="hint" id="short-rule">
        {rule(t, question)}
      </p>
      <p className="hint strong" id="short-hint" role="status">
        {hint && `⚠ ${t(`hint.${hint}`)}`}
      </p>
    </div>
  );
}
