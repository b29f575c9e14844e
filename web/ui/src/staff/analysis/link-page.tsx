import { Alert, Card, Flex, Select, Table } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import { Async, Nothing } from "../parts/async";
import { Page } from "../parts/page";
import { FigureCard, useWords } from "../plots/figure";
import { linking } from "../plots/linking";
import { fieldName } from "../results/words";
import { decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls, type LinkView, type Method } from "./calls";
import { ChooseRun } from "./choose-run";
import { Anchors, type LeaveOut } from "./link-anchors";
import { methods } from "./words";
import "../results/results.css";
import "./analysis.css";

/** Puts two analyses on one scale by the items that they share. */
export default function LinkPage() {
  const t = useText();
  const { language } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const from = search.get("tu") ?? "";
  const to = search.get("den") ?? "";
  const method = methods.find((m) => m.value === search.get("cach"))?.value ?? "sl";
  const choose = (name: string) => (value: string) =>
    setSearch((now) => {
      now.set(name, value);
      return now;
    });
  const target = useApi(`run ${to}`, () => calls.run(to), { skip: to === "" });
  const ready = from !== "" && to !== "" && from !== to;
  return (
    <Page
      title={t("Kết nối thang đo", "Linking of scales")}
      lead={t(
        "Đưa hai lần phân tích về một thang qua các câu chung (câu neo), để so sánh thí sinh và câu hỏi giữa các kì thi.",
        "Two analyses on one scale by the items that they share, to compare persons and items over exams.",
      )}
    >
      <Card className="kt-gap kt-no-print">
        <Flex gap={12} wrap align="flex-start">
          <ChooseRun
            label={t("Từ thang của", "From the scale of")}
            run={from}
            choose={choose("tu")}
            {...(target.data && { subject: target.data.subject })}
          />
          <ChooseRun
            label={t("Sang thang của", "To the scale of")}
            run={to}
            choose={choose("den")}
          />
          <Select
            aria-label={t("Cách kết nối", "Method")}
            style={{ flex: "0 1 220px" }}
            value={method}
            onChange={choose("cach")}
            options={methods.map((m) => ({
              value: m.value,
              label: m[language],
              title: m.help[language],
            }))}
          />
        </Flex>
        <p className="kt-note">{methods.find((m) => m.value === method)?.help[language]}</p>
      </Card>
      {ready ? (
        <Linked key={`${from} ${to} ${method}`} {...{ from, to, method }} />
      ) : (
        <Card>
          <Nothing>
            {t("Chọn hai lần phân tích khác nhau.", "Choose two different analyses.")}
          </Nothing>
        </Card>
      )}
    </Page>
  );
}

function Linked({ from, to, method }: { from: string; to: string; method: Method }) {
  const [without, setWithout] = useState("");
  const read = useApi(`link ${from} ${to} ${method} ${without}`, () =>
    calls.link(from, to, method, without),
  );
  return <Async of={read}>{(link) => <Report of={link} leaveOut={setWithout} />}</Async>;
}

function Report({ of: { from, to, link }, leaveOut }: { of: LinkView; leaveOut: LeaveOut }) {
  const words = useWords();
  const { t, language } = words;
  const [a, b] = [link.a ?? NaN, link.b ?? NaN];
  const n = (x: number | null, digits = 3) => decimal(x, digits, language);
  const kept = link.anchors.filter((x) => !x.left_out).length;
  const figure = useMemo(
    () =>
      linking(
        link.anchors.map((x) => ({
          item: fieldName(x.name_to),
          from: x.b_from,
          to: x.b_to,
          z: x.z_difficulty,
          watch: x.watch,
        })),
        { a, b },
        {
          title: words.t("Độ khó của các câu neo", "Difficulty of the anchors"),
          from: from.exam_name,
          to: to.exam_name,
        },
        words,
      ),
    [from, to, link, a, b, words],
  );
  return (
    <Flex vertical gap={16}>
      <Alert
        type={link.watch > 0 ? "warning" : "success"}
        showIcon
        title={t(
          `θ mới = ${n(a)} · θ cũ ${b < 0 ? "−" : "+"} ${n(Math.abs(b))}; ${kept} câu neo`,
          `New θ = ${n(a)} · old θ ${b < 0 ? "−" : "+"} ${n(Math.abs(b))}; ${kept} anchors`,
        )}
        description={
          link.watch > 0
            ? t(
                `${link.watch} câu neo lệch khỏi các câu khác. Xem lại (lộ câu, sửa câu, đổi vị trí) rồi quyết định; chương trình không tự bỏ câu nào.`,
                `${link.watch} anchors lie away from the others. Look at them and decide; nothing is dropped by itself.`,
              )
            : t("Các câu neo đi cùng nhau.", "The anchors agree.")
        }
      />
      <FigureCard
        of={figure}
        help={t(
          "Mỗi chấm là một câu chung. Chấm nằm xa đường là câu đã thay đổi giữa hai lần.",
          "Each dot is a common item. One far from the line has changed between the two.",
        )}
      />
      <Constants of={link} />
      <Anchors of={link.anchors} leaveOut={leaveOut} />
    </Flex>
  );
}

function Constants({ of }: { of: LinkView["link"] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card title={t("Hằng số theo từng cách", "Constants by method")}>
      <Table
        size="small"
        className="kt-numbers kt-narrow"
        rowKey="method"
        dataSource={of.constants}
        pagination={false}
        rowClassName={(c) => (c.method === of.method ? "kt-row-key" : "")}
        columns={[
          {
            title: t("Cách", "Method"),
            render: (_, c) => methods.find((m) => m.value === c.method)?.[language] ?? c.method,
          },
          { title: "A", align: "right", render: (_, c) => decimal(c.a, 4, language) },
          { title: "B", align: "right", render: (_, c) => decimal(c.b, 4, language) },
        ]}
      />
      <p className="kt-note">
        {t(
          `Sai số chuẩn của A ${decimal(of.se_a, 4, language)}, của B ${decimal(of.se_b, 4, language)}. Bốn cách cho kết quả gần nhau là dấu hiệu tốt.`,
          `Standard error of A ${decimal(of.se_a, 4, language)}, of B ${decimal(of.se_b, 4, language)}. Four methods that agree are a good sign.`,
        )}
      </p>
    </Card>
  );
}
