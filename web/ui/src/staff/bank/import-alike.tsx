import { Button, Flex, Radio, Tag } from "antd";
import { useState } from "react";

import { useText } from "../text/language";
import { differ, plainText } from "./differ";
import type { Alike, Report } from "./import-file";
import { QuestionView } from "./question-view";
import type { Body } from "./words";

interface Props {
  report: Report;
  skip: number[];
  setSkip: (skip: number[]) => void;
}

/** Questions that are the same as others, or nearly so, beside each other. */
export function ImportAlike({ report, skip, setSkip }: Props) {
  const t = useText();
  const [most, setMost] = useState(10);
  const body = (n: number) => report.drafts.find((d) => d.draft === n);
  const all = [...new Set(report.alike.map((a) => a.draft))];
  const choose = (n: number, out: boolean) => {
    setSkip(out ? [...new Set([...skip, n])] : skip.filter((k) => k !== n));
  };
  return (
    <>
      <Flex gap={8} wrap align="center" className="kt-gap">
        <Button
          onClick={() => {
            setSkip(all);
          }}
        >
          {t("Bỏ tất cả câu trùng", "Leave all out")}
        </Button>
        <Button
          disabled={skip.length === 0}
          onClick={() => {
            setSkip([]);
          }}
        >
          {t("Giữ tất cả", "Keep all")}
        </Button>
        <span className="kt-note-inline">
          {t(`Sẽ bỏ ${skip.length} câu của tệp.`, `${skip.length} of the file will be left out.`)}
        </span>
      </Flex>
      {report.alike.slice(0, most).map((a) => (
        <Pair
          key={`${a.draft}-${a.item ?? a.other}`}
          alike={a}
          mine={body(a.draft)}
          other={a.body ?? body(a.other)?.body}
          where={
            a.item ? t(`Ngân hàng: ${a.item}`, `Bank: ${a.item}`) : (body(a.other)?.where ?? "")
          }
          out={skip.includes(a.draft)}
          choose={(out) => {
            choose(a.draft, out);
          }}
        />
      ))}
      {most < report.alike.length && (
        <Button
          onClick={() => {
            setMost(most + 20);
          }}
        >
          {t("Xem thêm", "More")}
        </Button>
      )}
    </>
  );
}

interface PairProps {
  alike: Alike;
  mine: Report["drafts"][number] | undefined;
  other: Body | undefined;
  where: string;
  out: boolean;
  choose: (out: boolean) => void;
}

function Pair({ alike, mine, other, where, out, choose }: PairProps) {
  const t = useText();
  if (mine === undefined || other === undefined) return null;
  const name = t(`Câu ở ${mine.where}`, `Question at ${mine.where}`);
  return (
    <section className="kt-pair" aria-label={name}>
      <Flex gap={8} wrap align="center">
        <Tag color={alike.percent === 100 ? "volcano" : "gold"}>
          {alike.percent === 100
            ? t("Trùng", "The same")
            : t(`Giống ${alike.percent}%`, `${alike.percent}% alike`)}
        </Tag>
        {alike.percent === 100 && !alike.same_key && (
          <Tag color="red">{t("Đáp án khác nhau", "Different keys")}</Tag>
        )}
        <Radio.Group
          size="small"
          optionType="button"
          value={out ? "out" : "in"}
          aria-label={name}
          onChange={(e) => {
            choose(e.target.value === "out");
          }}
          options={[
            { value: "in", label: t("Giữ", "Keep") },
            { value: "out", label: t("Bỏ", "Leave out") },
          ]}
        />
      </Flex>
      <div className="kt-pair-sides">
        <Side title={mine.where} body={mine.body} beside={other} />
        <Side title={where} body={other} beside={mine.body} />
      </div>
    </section>
  );
}

/** A question with the words that the other one lacks. */
function Side({ title, body, beside }: { title: string; body: Body; beside: Body }) {
  const t = useText();
  const pieces = differ(textOf(body), textOf(beside)).filter((p) => !p.same);
  return (
    <div className="kt-pair-side">
      <code>{title}</code>
      <QuestionView body={body} />
      {pieces.length > 0 && (
        <p className="kt-note">
          {t("Chỉ có ở câu này: ", "Only here: ")}
          {pieces.map((p, i) => (
            <mark key={i} className="kt-only">
              {p.text}
            </mark>
          ))}
        </p>
      )}
    </div>
  );
}

function textOf(body: Body): string {
  const q = body.question;
  return [
    q.stem,
    ...(q.options ?? []).map((o) => o.html),
    ...(q.statements ?? []).map((s) => s.html),
  ]
    .map(plainText)
    .join(" ");
}
