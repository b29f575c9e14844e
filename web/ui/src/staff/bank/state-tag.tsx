import { Tag } from "antd";

import { useLanguage } from "../text/language";
import { states } from "./review/words";

/** Where a question stands in review. */
export function StateTag({ state }: { state: string }) {
  const { language } = useLanguage();
  const words = states[state];
  if (!words) return <Tag>{state}</Tag>;
  return <Tag {...(words.color && { color: words.color })}>{words[language]}</Tag>;
}
