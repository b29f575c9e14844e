import { Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";

import { useText } from "../../text/language";
import { replaced, type Change } from "./filter";

/** How long after the last key the search begins. */
const typingPause = 200;

interface Props {
  box: React.RefObject<InputRef | null>;
  /** The text that is searched for now. */
  q: string;
  onChange: (change: Change, replace: boolean) => void;
}

/** Searches while one types; Enter keeps the search in the history of the browser. */
export function SearchBox({ box, q, onChange }: Props) {
  const t = useText();
  // null: what is written is what is searched for.
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  if (typed === q) setTyped(null);
  const send = (to: string, replace: boolean) => {
    window.clearTimeout(timer.current);
    onChange((now) => replaced(now, "q", to), replace);
  };
  return (
    <Input.Search
      ref={box}
      className="kt-search"
      allowClear
      maxLength={400}
      aria-label={t("Tìm câu hỏi", "Search questions")}
      placeholder={t("Tìm theo nội dung, mã, chủ đề", "Text, label or topic")}
      value={typed ?? q}
      onChange={(e) => {
        const to = e.target.value;
        setTyped(to);
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => send(to, true), typingPause);
      }}
      onSearch={(to) => send(to, false)}
      onKeyDown={(e) => {
        if (e.key === "Escape") box.current?.blur();
      }}
    />
  );
}
