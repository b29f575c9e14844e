import { Tag } from "antd";

import { useText } from "../text/language";
import { Html } from "./html";
import { bankText } from "./plain";
import { QuestionPicture } from "./question-picture";
import { capital, small, type Body } from "./words";

/** What is right in a question whose key does not stand beside its options. */
export function KeyView({ body }: { body: Body }) {
  switch (body.question.kind) {
    case "short":
    case "numeric":
      return <Accepted body={body} />;
    case "cloze":
      return <Gaps body={body} />;
    case "order":
      return <Order body={body} />;
    case "hotspot":
      return <Picture body={body} />;
    case "essay":
    case "upload":
      return <Rubric body={body} />;
    default:
      return null;
  }
}

function Accepted({ body: { question: q, key } }: { body: Body }) {
  const t = useText();
  return (
    <p>
      {t("Đáp số: ", "Answer: ")}
      <Answers list={key.accepted ?? []} />
      {q.grid && (
        <span className="kt-note-inline">
          {t(`tối đa ${q.grid.max} ký tự`, `at most ${q.grid.max} characters`)}
        </span>
      )}
    </p>
  );
}

function Answers({ list }: { list: string[] }) {
  const t = useText();
  if (list.length === 0) return <Tag color="gold">{t("chưa có đáp án", "no key yet")}</Tag>;
  return list.map((a) => (
    <Tag key={a} color="green" className="kt-answer">
      {a}
    </Tag>
  ));
}

function Gaps({ body: { question: q, key } }: { body: Body }) {
  return (
    <ol className="kt-options">
      {q.gaps?.map((g, i) => {
        const choices = g.options && g.options.length > 0 ? g.options : (q.options ?? []);
        const text = (v: string) =>
          g.grid ? v : bankText(choices.find((o) => o.id === v)?.html ?? v, 60);
        return (
          <li key={i}>
            <b>({small(i)})</b>
            <span>
              <Answers list={(key.gaps?.[i] ?? []).map(text)} />
              {!g.grid && g.options && (
                <span className="kt-note-inline">
                  {g.options.map((o) => bankText(o.html, 40)).join(" / ")}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Order({ body: { question: q, key } }: { body: Body }) {
  const t = useText();
  const letters = (key.options ?? []).map((id) =>
    capital((q.options ?? []).findIndex((o) => o.id === id)),
  );
  return (
    <p>
      {t("Thứ tự đúng: ", "The right order: ")}
      <Answers list={letters.length === 0 ? [] : [letters.join(" → ")]} />
    </p>
  );
}

function Picture({ body: { question: q, key } }: { body: Body }) {
  if (!q.image) return null;
  const areas = [
    ...(q.options ?? []).flatMap((o) =>
      o.area ? [{ area: o.area, right: key.options?.includes(o.id) ?? false }] : [],
    ),
    ...(key.areas ?? []).map((area) => ({ area, right: true })),
  ].map(({ area, right }) => ({ area, className: right ? "kt-area kt-area-right" : "kt-area" }));
  return <QuestionPicture image={q.image} areas={areas} />;
}

function Rubric({ body: { key } }: { body: Body }) {
  const t = useText();
  const points = (n: number) => `${(n / 100).toLocaleString("vi")} ${t("đ", "p")}`;
  return (
    <ol className="kt-rubric">
      {key.rubric?.map((c, i) => (
        <li key={i}>
          <Html html={c.html} /> <Tag>{points(c.points)}</Tag>
          <ul>
            {c.steps?.map((s, n) => (
              <li key={n}>
                <Html html={s.html} /> <Tag>{points(s.points)}</Tag>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
