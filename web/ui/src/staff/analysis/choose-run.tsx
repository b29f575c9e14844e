import { App, Select } from "antd";

import { count, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { calls } from "./calls";
import type { RunView } from "./types";
import { models } from "./words";

interface Props {
  label: string;
  /** The chosen run; empty: none. */
  run: string;
  choose: (run: string) => void;
  /** Only exams with this subject. */
  subject?: string;
}

/** A finished analysis: first its exam and subject, of which the newest is taken, then one of several. */
export function ChooseRun({ label, run, choose, subject }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const { busy, run: act } = useAction();
  const exams = useApi("analysis exams", () => calls.exams());
  const chosen = useApi(`run ${run}`, () => calls.run(run), { skip: run === "" });
  const of = run === "" ? undefined : chosen.data;
  const runs = useApi(
    `runs ${of?.exam_id ?? ""} ${of?.subject ?? ""}`,
    () => calls.runs(of?.exam_id ?? "", of?.subject ?? ""),
    { skip: of === undefined },
  );
  const done = (runs.data?.runs ?? []).filter((r) => r.state === "done");
  const newest = async (key: string) => {
    const [exam = "", code = ""] = key.split(" ");
    const all = await act(() => calls.runs(exam, code));
    const first = all?.runs.find((r) => r.state === "done");
    if (first) choose(first.id);
    else if (all) {
      void message.warning(
        t("Môn này chưa có lần phân tích nào xong.", "No analysis of this subject has ended."),
      );
    }
  };
  return (
    <div className="kt-choose-run">
      <Select
        aria-label={label}
        placeholder={label}
        value={of ? `${of.exam_id} ${of.subject}` : null}
        loading={exams.loading || busy}
        onChange={(key: string) => void newest(key)}
        options={(exams.data?.exams ?? []).flatMap((e) =>
          e.subjects
            .filter((s) => s.last && (subject === undefined || s.code === subject))
            .map((s) => ({
              value: `${e.id} ${s.code}`,
              label: `${e.name} · ${e.school_year} · ${s.name}`,
            })),
        )}
      />
      {of && done.length > 1 && <OneOf {...{ label, run, choose, done }} />}
    </div>
  );
}

/** Which of several analyses of one exam and subject. */
function OneOf({ label, run, choose, done }: Props & { done: RunView[] }) {
  const t = useText();
  const { language } = useLanguage();
  const model = (r: RunView) =>
    models.find((m) => m.value === (r.spec.model ?? "auto"))?.[language] ?? "";
  return (
    <Select
      aria-label={`${label}: ${t("lần phân tích", "analysis")}`}
      value={run}
      onChange={choose}
      options={done.map((r) => ({
        value: r.id,
        label: `${dateTime(r.created_at, true)} · ${t(`${count(r.persons, language)} bài`, `${count(r.persons, language)} works`)} · ${model(r)}`,
      }))}
    />
  );
}
