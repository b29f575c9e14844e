import { Card } from "antd";

import { fieldName } from "../results/words";
import { useLanguage, useText } from "../text/language";
import { detailed, sentence } from "./sentences";
import type { LeftOut, Note } from "./types";

/** A note in the reader's language; what only the server can tell is folded away, in English. */
export function NoteText({ of }: { of: Note }) {
  const t = useText();
  const { language } = useLanguage();
  const said = sentence(of.code, of.args)?.[language];
  if (said === undefined) return <>{of.text}</>;
  return (
    <>
      {said}
      {detailed.has(of.code) && of.text !== "" && (
        <details className="kt-note-detail">
          <summary>{t("Chi tiết kĩ thuật (tiếng Anh)", "Technical detail")}</summary>
          <span lang="en">{of.text}</span>
        </details>
      )}
    </>
  );
}

interface ListProps {
  notes: readonly Note[];
  /** The place of an item by its key. */
  name?: (key: string) => string;
}

export function NoteList({ notes, name = (key) => key }: ListProps) {
  return (
    <ul className="kt-notes">
      {notes.map((n, i) => (
        <li key={i}>
          {n.item && <b>{fieldName(name(n.item))}: </b>}
          <NoteText of={n} />
        </li>
      ))}
    </ul>
  );
}

interface Props extends ListProps {
  leftOut: readonly LeftOut[];
}

/** What could not be computed, what was left out, and why. */
export function Notes({ notes, leftOut, ...rest }: Props) {
  const t = useText();
  const { language } = useLanguage();
  if (notes.length === 0 && leftOut.length === 0) return null;
  return (
    <Card title={t("Ghi chú của phân tích", "Notes of the analysis")}>
      {leftOut.length > 0 && (
        <ul className="kt-notes">
          {leftOut.map((x) => (
            <li key={x.key}>
              <b>{fieldName(x.name)}</b> {t("để ngoài", "left out")}:{" "}
              {sentence(x.code, undefined)?.[language] ?? x.what ?? x.code}
            </li>
          ))}
        </ul>
      )}
      <NoteList notes={notes} {...rest} />
    </Card>
  );
}
