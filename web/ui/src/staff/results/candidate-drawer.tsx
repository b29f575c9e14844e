import { Alert, Descriptions, Drawer, Select, Table, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { date, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { ruleName } from "../text/rules";
import { useApi } from "../use-api";
import { points } from "./points";
import { fieldName, reasonColour, reasonText, resultStates } from "./words";

type Candidate = Schema["CandidateResultView"];
type Version = Schema["ResultVersionView"];
type Question = Schema["QuestionResultView"];

interface Props {
  sitting: string;
  candidate: string | undefined;
  close: () => void;
}

/** One candidate: every version, and for each question answer, key, points and reason. */
export function CandidateDrawer({ sitting, candidate, close }: Props) {
  const t = useText();
  return (
    <Drawer
      open={candidate !== undefined}
      onClose={close}
      size={760}
      title={t("Bài làm và điểm", "Answers and points")}
      destroyOnHidden
    >
      {candidate !== undefined && (
        <Content key={candidate} sitting={sitting} candidate={candidate} />
      )}
    </Drawer>
  );
}

function Content({ sitting, candidate }: { sitting: string; candidate: string }) {
  const path = { sitting, candidate };
  const read = useApi(`result ${sitting} ${candidate}`, () =>
    ok(api.GET("/api/results/sittings/{sitting}/candidates/{candidate}", { params: { path } })),
  );
  return <Async of={read}>{(c) => <Versions of={c} />}</Async>;
}

function Versions({ of }: { of: Candidate }) {
  const t = useText();
  const { language } = useLanguage();
  const [chosen, setChosen] = useState(of.versions[0]?.version ?? 1);
  const version = of.versions.find((v) => v.version === chosen) ?? of.versions[0];
  if (version === undefined) return null;
  return (
    <>
      <Descriptions
        className="kt-gap"
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          { key: "name", label: t("Thí sinh", "Candidate"), children: of.name },
          { key: "number", label: t("Số báo danh", "Number"), children: of.number },
          { key: "born", label: t("Ngày sinh", "Born"), children: date(of.birth_date) },
          {
            key: "class",
            label: t("Lớp, trường", "Class, school"),
            children: [of.class, of.school].filter(Boolean).join(" · "),
          },
          { key: "form", label: t("Mã đề", "Form code"), children: version.form_code },
          {
            key: "points",
            label: t("Điểm", "Points"),
            children: (
              <b>
                {points(version.points, language)} / {points(version.max, language)}
              </b>
            ),
          },
        ]}
      />
      {of.versions.length > 1 && (
        <Select
          className="kt-gap"
          style={{ width: "100%" }}
          aria-label={t("Phiên bản kết quả", "Version of the result")}
          value={chosen}
          onChange={setChosen}
          options={of.versions.map((v) => ({
            value: v.version,
            label: t(
              `Lần chấm ${v.version} · ${points(v.points, language)} điểm · đáp án ${v.key_version} · ${dateTime(v.at)}`,
              `Version ${v.version} · ${points(v.points, language)} · key ${v.key_version} · ${dateTime(v.at)}`,
            ),
          }))}
        />
      )}
      <About version={version} />
      <Questions of={version.questions} />
    </>
  );
}

function About({ version }: { version: Version }) {
  const t = useText();
  const { language } = useLanguage();
  const state = resultStates[version.state];
  return (
    <>
      <p className="kt-gap">
        <Tag color={state.colour}>{state[language]}</Tag>{" "}
        {t(
          `Chấm lúc ${dateTime(version.at)} theo đáp án phiên bản ${version.key_version}, quy tắc ${ruleName(version.rule).vi}. Lý do: ${scoredFor(version.reason)}.`,
          `Scored ${dateTime(version.at)} by key version ${version.key_version}, rule ${ruleName(version.rule).en}. Reason: ${version.reason}.`,
        )}
      </p>
      {version.state_reason !== "" && (
        <Alert
          className="kt-gap"
          type="error"
          showIcon
          title={t(`Thu hồi: ${version.state_reason}`, `Withdrawn: ${version.state_reason}`)}
        />
      )}
      {version.track !== "" && (
        <p className="kt-note">
          {t("Phần riêng được tính: ", "Track that counts: ")}
          <b>{version.track_title}</b>{" "}
          {version.track_chosen
            ? t("(thí sinh chọn)", "(chosen by the candidate)")
            : t("(theo bài làm)", "(by what was answered)")}
        </p>
      )}
      {version.notes.includes("track.both_answered") && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t(
            "Thí sinh làm cả hai phần tự chọn; hệ thống tính một phần theo quy tắc của kỳ thi.",
            "The candidate answered both tracks; one counts, by the rule of the exam.",
          )}
        />
      )}
    </>
  );
}

/** The program's own reasons in Vietnamese; those of people stay as written. */
function scoredFor(reason: string): string {
  return reason === "sitting closed" ? "ca thi kết thúc" : reason;
}

function Questions({ of }: { of: Question[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Question>
      size="small"
      rowKey="field"
      dataSource={of}
      pagination={false}
      scroll={{ x: 480 }}
      rowClassName={(q) => (q.kind === "statement" ? "kt-statement" : "")}
      columns={[
        {
          title: t("Câu", "Question"),
          width: 66,
          render: (_, q) => fieldName(q.field),
        },
        { title: t("Trả lời", "Answer"), width: 76, render: (_, q) => answer(q) },
        {
          title: t("Đáp án", "Key"),
          width: 76,
          render: (_, q) => (q.key === "*" ? t("huỷ", "cancelled") : q.key),
        },
        {
          title: t("Điểm", "Points"),
          width: 110,
          align: "right",
          render: (_, q) =>
            q.points === null ? "" : `${points(q.points, language)} / ${points(q.max, language)}`,
        },
        {
          title: t("Lý do", "Reason"),
          render: (_, q) => (
            <Tag color={reasonColour(q.reason)}>{reasonText(q.reason)[language]}</Tag>
          ),
        },
      ]}
    />
  );
}

function answer(q: Question): string {
  if (q.kind === "cluster") return "";
  if (q.kind === "statement") return q.answer === "D" ? "Đ" : q.answer;
  return q.answer;
}
