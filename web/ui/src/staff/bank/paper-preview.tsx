import { Html } from "./html";
import { QuestionPicture } from "./question-picture";
import type { Paper } from "./use-check";
import { useText } from "../text/language";
import { capital, small } from "./words";

type Question = Paper["parts"][number]["questions"][number];

/** Dotted lines for a text of unknown length. */
const someLines = 8;

/** The question on a sheet of A4, as it is printed. */
export function PaperPreview({ paper }: { paper: Paper }) {
  const t = useText();
  const q = paper.parts[0]?.questions[0];
  if (!q) return null;
  return (
    <article
      className="kt-sheet"
      aria-label={t("Trên giấy A4", "On A4")}
      data-testid="paper-preview"
    >
      {q.stimulus && (
        <Html html={paper.stimuli?.[q.stimulus] ?? ""} className="kt-sheet-stimulus" />
      )}
      <PrintedStem q={q} no={1} />
      <PrintedAnswer q={q} />
    </article>
  );
}

/** The number of a question and what it asks. */
export function PrintedStem({ q, no }: { q: Question; no: number }) {
  const t = useText();
  return (
    <div className="kt-stem">
      <b>
        {t("Câu", "Question")} {no}.
      </b>
      <Html html={printedStem(q)} />
    </div>
  );
}

/** Gaps are dots on paper; those that are chosen list their words. */
function printedStem(q: Question): string {
  let n = -1;
  return q.stem.replace(/<span data-gap="[^"]*"><\/span>/g, () => {
    n++;
    const options = q.gaps?.[n]?.options ?? [];
    const words = options.map((o, i) => `${capital(i)}. ${o.html}`).join("; ");
    return ` (${small(n)}) …………… ${words === "" ? "" : `[${words}] `}`;
  });
}

/** What stands under the question on paper. */
export function PrintedAnswer({ q }: { q: Question }) {
  const t = useText();
  switch (q.kind) {
    case "match":
    case "categorise":
      return <Columns q={q} />;
    case "cluster":
      return (
        <ol className="kt-options">
          {q.statements?.map((s, i) => (
            <li key={s.field}>
              <b>{small(i)})</b>
              <Html html={s.html} />
            </li>
          ))}
        </ol>
      );
    case "short":
    case "numeric":
      return (
        <p className="kt-boxes" aria-label={t("ô trả lời", "answer boxes")}>
          {Array.from({ length: q.kind === "short" ? Math.min(q.max ?? 4, 12) : 4 }, (_, i) => (
            <span key={i} />
          ))}
        </p>
      );
    case "hotspot":
      return <Picture q={q} />;
    case "essay":
      return <Lines n={q.writing?.lines && q.writing.lines > 0 ? q.writing.lines : someLines} />;
    case "upload":
      return <p className="kt-note">{t("(Nộp tệp trên máy)", "(Handed in as a file)")}</p>;
    default:
      return <Options q={q} />;
  }
}

function Options({ q }: { q: Question }) {
  const t = useText();
  if (!q.options || q.options.length === 0) return null;
  const longest = Math.max(...q.options.map((o) => o.html.replace(/<[^>]*>/g, "").length));
  const columns = longest > 60 ? 1 : longest > 24 ? 2 : 4;
  return (
    <>
      {q.kind === "cloze" && <p>{t("Từ cho sẵn:", "Words:")}</p>}
      <ol className={`kt-options kt-columns-${columns}`}>
        {q.options.map((o, i) => (
          <li key={o.id}>
            <b>{capital(i)}.</b>
            <Html html={o.html} />
          </li>
        ))}
      </ol>
      {q.kind === "order" && <p>{t("Thứ tự đúng: ", "The right order: ")}……………………………</p>}
    </>
  );
}

function Columns({ q }: { q: Question }) {
  return (
    <table className="kt-match">
      <tbody>
        <tr>
          <td>
            {q.statements?.map((s, i) => (
              <div key={s.field} className="kt-stem">
                <b>{small(i)})</b>
                <Html html={s.html} />
                <span>………</span>
              </div>
            ))}
          </td>
          <td>
            {q.options?.map((o, i) => (
              <div key={o.id} className="kt-stem">
                <b>{capital(i)}.</b>
                <Html html={o.html} />
              </div>
            ))}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Picture({ q }: { q: Question }) {
  if (!q.image) return null;
  const areas = (q.options ?? []).flatMap((o) =>
    o.area ? [{ area: o.area, className: "kt-area-print" }] : [],
  );
  return <QuestionPicture image={q.image} areas={areas} />;
}

function Lines({ n }: { n: number }) {
  return (
    <div className="kt-lines" aria-hidden>
      {Array.from({ length: Math.min(n, 40) }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}
