import { useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { plainText } from "../paper/content";
import { moved, shownOrder } from "../paper/order";
import type { OrderQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import type { ControlProps } from "./choices";
import { Html } from "./html";

/** Options to be put in order: by buttons, by arrow keys, or dragged. */
export function Order({
  question,
  value,
  answer,
  disabled,
  labelledBy,
}: ControlProps<OrderQuestion>) {
  const { t } = useLanguage();
  const [said, setSaid] = useState("");
  const [dragged, setDragged] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const now = value(question.field);
  const order = shownOrder(
    question.options.map((o) => o.id),
    now,
  );
  const move = (id: string, to: number) => {
    const at = Math.max(0, Math.min(order.length - 1, to));
    answer(question.field, moved(order, id, at).join(","));
    const text = plainText(question.options.find((o) => o.id === id)?.html ?? "");
    setSaid(t("paper.moved", { item: text, n: at + 1, all: order.length }));
  };
  const keys = (event: KeyboardEvent, id: string, at: number) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!by || disabled) return;
    event.preventDefault();
    move(id, at + by);
    // React keeps the element: the focus goes with the item.
  };
  return (
    <>
      <p className="instruction" id="order-help">
        {t("paper.order")}
      </p>
      {!now && <p className="note order-open">{t("paper.order.open")}</p>}
      <ol className="order" ref={list} aria-labelledby={labelledBy} aria-describedby="order-help">
        {order.map((id, at) => {
          const o = question.options.find((x) => x.id === id);
          const text = plainText(o?.html ?? "");
          return (
            <li
              key={id}
              className={`order-item${dragged === id ? " dragged" : ""}`}
              draggable={!disabled}
              onDragStart={(e) => {
                e.dataTransfer.effectAllowed = "move";
                e.dataTransfer.setData("text/plain", id);
                setDragged(id);
              }}
              onDragEnd={() => setDragged("")}
              onDragOver={(e) => dragged && e.preventDefault()}
              onDrop={(e) => {
                e.preventDefault();
                if (dragged && dragged !== id) move(dragged, at);
                setDragged("");
              }}
            >
              <button
                type="button"
                className="order-grip"
                disabled={disabled}
                aria-label={t("paper.order.item", { item: text, n: at + 1, all: order.length })}
                onKeyDown={(e) => keys(e, id, at)}
              >
                {at + 1}
              </button>
              <Html html={o?.html ?? ""} />
              <span className="order-moves">
                <button
                  type="button"
                  className="button key"
                  disabled={disabled || at === 0}
                  aria-label={t("paper.order.up", { item: text })}
                  onClick={() => move(id, at - 1)}
                >
                  <span aria-hidden="true">↑</span>
                </button>
                <button
                  type="button"
                  className="button key"
                  disabled={disabled || at === order.length - 1}
                  aria-label={t("paper.order.down", { item: text })}
                  onClick={() => move(id, at + 1)}
                >
                  <span aria-hidden="true">↓</span>
                </button>
              </span>
            </li>
          );
        })}
      </ol>
      <p className="sr-only" role="status">
        {said}
      </p>
      <div className="buttons start">
        <button
          type="button"
          className="button"
          disabled={disabled || now !== ""}
          onClick={() => answer(question.field, order.join(","))}
        >
          {t("paper.order.keep")}
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={disabled || !now}
          onClick={() => answer(question.field, "")}
        >
          {t("paper.clear")}
        </button>
      </div>
    </>
  );
}
