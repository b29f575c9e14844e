import { Card } from "antd";

import { fieldName } from "../results/words";
import { useLanguage, useText, type Both } from "../text/language";
import type { LeftOut, Note } from "./types";

/** What the codes of notes mean; the server's own sentence has the figures. */
const sentences: Record<string, Both> = {
  "sample.persons": { vi: "Quá ít thí sinh cho mô hình", en: "Too few persons for the model" },
  "sample.items": { vi: "Quá ít câu cho mô hình", en: "Too few items for the model" },
  "item.answers": { vi: "Quá ít câu trả lời cho mô hình", en: "Too few answers for the model" },
  "item.empty": { vi: "Không ai có điểm ở câu này", en: "Nobody has a score" },
  "item.constant": { vi: "Mọi thí sinh cùng điểm", en: "Everybody has the same score" },
  "item.cancelled": { vi: "Câu đã bị huỷ", en: "The item was cancelled" },
  "item.gap": { vi: "Có mức điểm không ai đạt", en: "A score that nobody has" },
  "item.scores": { vi: "Thang điểm không hợp mô hình", en: "The scores do not fit the model" },
  "item.blocks": { vi: "Câu làm ước lượng không hội tụ", en: "It keeps the estimates apart" },
  "forms.apart": {
    vi: "Các đề không có câu chung nên không lên cùng một thang",
    en: "Forms without common items have no common scale",
  },
  "calibration.not_converged": {
    vi: "Ước lượng tham số không hội tụ",
    en: "The estimates did not converge",
  },
  "calibration.warning": { vi: "Lưu ý khi ước lượng", en: "A warning of the calibration" },
  "booklets.many": {
    vi: "Quá nhiều bộ câu khác nhau: chỉ các bộ đông thí sinh nhất được phân tích riêng",
    en: "Too many sets of items: only the largest are analysed one by one",
  },
  "dif.groups": {
    vi: "Không đủ thí sinh ở mỗi nhóm để so sánh",
    en: "Not enough persons in the groups",
  },
  "dif.failed": { vi: "Không so sánh được", en: "The comparison failed" },
  classes: { vi: "Không tính được độ nhất quán phân loại", en: "No classification consistency" },
  classical: { vi: "Phân tích cổ điển", en: "Classical analysis" },
  score_table: { vi: "Không lập được bảng quy đổi", en: "No score table" },
  s_x2: { vi: "Không tính được S-X²", en: "No S-X²" },
  m2: { vi: "Không tính được độ khớp chung", en: "No overall fit" },
};

/** A note in the reader's language; the figures stay as the server wrote them. */
export function NoteText({ of }: { of: Note }) {
  const { language } = useLanguage();
  const known = sentences[of.code]?.[language];
  return (
    <>
      {known ?? of.text}
      {known !== undefined && of.text !== "" && (
        <small className="kt-note-inline"> ({of.text})</small>
      )}
    </>
  );
}

interface Props {
  notes: readonly Note[];
  leftOut: readonly LeftOut[];
  /** The place of an item by its key. */
  name?: (key: string) => string;
}

/** What could not be computed, what was left out, and why. */
export function Notes({ notes, leftOut, name = (key) => key }: Props) {
  const t = useText();
  const { language } = useLanguage();
  if (notes.length === 0 && leftOut.length === 0) return null;
  return (
    <Card title={t("Ghi chú của phân tích", "Notes of the analysis")}>
      <ul className="kt-notes">
        {leftOut.map((x, i) => (
          <li key={`x${i}`}>
            <b>{fieldName(x.name)}</b> {t("để ngoài", "left out")}:{" "}
            {sentences[x.code]?.[language] ?? x.what ?? x.code}
          </li>
        ))}
        {notes.map((n, i) => (
          <li key={`n${i}`}>
            {n.item && <b>{fieldName(name(n.item))}: </b>}
            <NoteText of={n} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
