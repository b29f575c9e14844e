import { Alert, Modal, Radio } from "antd";
import { useMemo, useState } from "react";

import { dateTime } from "../../text/format";
import { useLanguage, useText, type Both } from "../../text/language";
import { Html } from "../html";
import { QuestionView } from "../question-view";
import { levelName, subjectName, type Body, type Item } from "../words";
import { differences, merged, type Piece, type Side } from "./merge";
import { useBase } from "./use-base";

interface Props {
  mine: Body;
  theirs: Item;
  /** Hash of the version that mine started from. */
  base: string;
  onClose: () => void;
  onMerged: (body: Body) => void;
}

const names: Record<Piece, Both> = {
  stem: { vi: "Câu hỏi", en: "Question" },
  answer: { vi: "Phần trả lời và đáp án", en: "Answers and key" },
  stimulus: { vi: "Ngữ liệu", en: "Stimulus" },
  solution: { vi: "Lời giải", en: "Solution" },
  label: { vi: "Mã câu", en: "Label" },
  subject: { vi: "Môn", en: "Subject" },
  grade: { vi: "Lớp", en: "Grade" },
  topic: { vi: "Chủ đề", en: "Topic" },
  content: { vi: "Đơn vị kiến thức", en: "Content" },
  level: { vi: "Mức độ", en: "Level" },
  outcome: { vi: "Yêu cầu cần đạt", en: "Outcome" },
  competences: { vi: "Năng lực", en: "Competences" },
  free: { vi: "Nhãn tự do", en: "Free tags" },
};

/** Both texts side by side, and a choice for each piece in which they differ. */
export function MergeDialog({ mine, theirs, base, onClose, onMerged }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const other = theirs.current.body;
  const start = useBase(theirs, base);
  const found = useMemo(() => differences(mine, other, start ?? null), [mine, other, start]);
  const [chosen, setChosen] = useState<Partial<Record<Piece, Side>>>({});
  const choice = (d: (typeof found)[number]): Side | null => chosen[d.piece] ?? d.only;
  const open = found.filter((d) => choice(d) === null).length;
  const done = () => {
    const all = found.flatMap((d) => {
      const side = choice(d);
      return side === null ? [] : [[d.piece, side] as const];
    });
    onMerged(merged(mine, other, Object.fromEntries(all)));
  };
  return (
    <Modal
      open
      width={1080}
      mask={{ closable: false }}
      title={t("Câu này đã được người khác lưu", "Somebody else saved this question")}
      okText={t("Lấy kết quả vào trang soạn", "Take the result into the editor")}
      okButtonProps={{ disabled: open > 0 }}
      cancelText={t("Để sau", "Later")}
      onOk={done}
      onCancel={onClose}
    >
      <p className="kt-note">
        {t(
          `Phiên bản ${theirs.current.no} lưu lúc ${dateTime(theirs.current.created_at)}. Chưa có gì bị ghi đè. Chọn bên nào cho từng phần khác nhau; kết quả vào trang soạn để bạn xem lại rồi lưu.`,
          `Version ${theirs.current.no} was saved at ${dateTime(theirs.current.created_at)}. Nothing was overwritten. Choose a side for each difference; the result goes into the editor, where you look at it and save.`,
        )}
      </p>
      {found.length === 0 && (
        <Alert type="success" showIcon title={t("Hai bên giống nhau.", "Both are equal.")} />
      )}
      {found.map((d) => (
        <section key={d.piece} className="kt-merge" data-testid={`merge-${d.piece}`}>
          <h3>{names[d.piece][language]}</h3>
          <Radio.Group
            className="kt-merge-sides"
            value={choice(d)}
            onChange={(e) => setChosen((c) => ({ ...c, [d.piece]: e.target.value as Side }))}
          >
            {(["mine", "theirs"] as const).map((side) => (
              <div key={side} className={choice(d) === side ? "kt-side kt-side-on" : "kt-side"}>
                <Radio value={side}>
                  {side === "mine" ? t("Của tôi", "Mine") : t("Đã lưu", "Saved")}
                  {d.only === side && t(" · chỉ bên này sửa", " · only this side changed it")}
                </Radio>
                <PieceView body={side === "mine" ? mine : other} piece={d.piece} />
              </div>
            ))}
          </Radio.Group>
        </section>
      ))}
      {open > 0 && (
        <p className="kt-note" role="status">
          {t(`Còn ${open} phần chưa chọn.`, `${open} still to choose.`)}
        </p>
      )}
    </Modal>
  );
}

function PieceView({ body, piece }: { body: Body; piece: Piece }) {
  const { language } = useLanguage();
  switch (piece) {
    case "stem":
      return <Html html={body.question.stem} />;
    case "stimulus":
      return <Html html={body.question.stimulus ?? "–"} />;
    case "solution":
      return <Html html={body.solution ?? "–"} />;
    case "answer": {
      const question = { ...body.question };
      delete question.stimulus;
      const stem = question.kind === "cloze" ? question.stem : "";
      return <QuestionView body={{ question: { ...question, stem }, key: body.key, tags: {} }} />;
    }
    case "label":
      return <p>{body.label ?? "–"}</p>;
    case "subject":
      return <p>{subjectName(body.tags.subject ?? "–")[language]}</p>;
    case "level":
      return <p>{levelName(body.tags.level ?? "–")[language]}</p>;
    default: {
      const value = body.tags[piece];
      return <p>{Array.isArray(value) ? value.join(", ") : (value ?? "–")}</p>;
    }
  }
}
