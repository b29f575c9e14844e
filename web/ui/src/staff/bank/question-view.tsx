import { Tag, Tooltip } from "antd";

import { CheckCircleFilled, PushpinOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { Html } from "./html";
import { KeyView } from "./key-view";
import {
  capital,
  kindName,
  levelColours,
  levelName,
  levelsOf,
  small,
  subjectName,
  type Body,
} from "./words";

/** A question with its key, for those who may see keys. */
export function QuestionView({ body }: { body: Body }) {
  const t = useText();
  const { question: q, key } = body;
  return (
    <div className="kt-question">
      {q.stimulus && <Html html={q.stimulus} className="kt-stimulus" />}
      <Html html={q.stem} />
      {q.options && (
        <ol className="kt-options">
          {q.options.map((o, i) => {
            // Of an order every option is in the key: their places are told below.
            const right = q.kind !== "order" && (key.options?.includes(o.id) ?? false);
            return (
              <li key={o.id} className={right ? "kt-right" : ""}>
                <b>{capital(i)}.</b>
                <Html html={o.html} />
                {o.fixed && <Fixed />}
                {right && <CheckCircleFilled aria-label={t("đáp án đúng", "right answer")} />}
              </li>
            );
          })}
        </ol>
      )}
      {q.statements && (
        <ol className="kt-options">
          {q.statements.map((s, i) => (
            <li key={i}>
              <b>{small(i)})</b>
              <Html html={s.html} />
              {s.level && <LevelTag level={s.level} />}
              <Verdict body={body} value={key.statements?.[i] ?? ""} />
            </li>
          ))}
        </ol>
      )}
      <KeyView body={body} />
      {body.solution && (
        <div className="kt-solution">
          <b>{t("Lời giải", "Solution")}</b>
          <Html html={body.solution} />
        </div>
      )}
    </div>
  );
}

/** The key of a statement: true or false, or the target of a row. */
function Verdict({ body, value }: { body: Body; value: string }) {
  const t = useText();
  const target = (body.question.options ?? []).findIndex((o) => o.id === value);
  if (target >= 0) return <Tag color="green">→ {capital(target)}</Tag>;
  if (value === "D") return <Tag color="green">{t("Đúng", "True")}</Tag>;
  return value === "S" ? <Tag color="red">{t("Sai", "False")}</Tag> : null;
}

function Fixed() {
  const t = useText();
  return (
    <Tooltip title={t("Không đảo chỗ", "Keeps its place")}>
      <PushpinOutlined aria-label={t("không đảo chỗ", "keeps its place")} />
    </Tooltip>
  );
}

export function LevelTag({ level }: { level: string }) {
  const { language } = useLanguage();
  return <Tag color={levelColours[level] ?? "default"}>{levelName(level)[language]}</Tag>;
}

/** Kind, subject, grade, topic and levels of a question in one line. */
export function Tags({ body }: { body: Body }) {
  const { language } = useLanguage();
  const { tags, question } = body;
  return (
    <span className="kt-tags">
      <Tag>{kindName(question.kind)[language]}</Tag>
      {levelsOf(body).map((l) => (
        <LevelTag key={l} level={l} />
      ))}
      <span className="kt-note-inline">
        {[
          tags.subject ? subjectName(tags.subject)[language] : "",
          tags.grade ? String(tags.grade) : "",
          tags.topic ?? "",
        ]
          .filter((s) => s !== "")
          .join(" · ")}
      </span>
    </span>
  );
}
