import { Card, Flex, Table } from "antd";
import { useMemo, type ReactNode } from "react";
import { Link } from "react-router";

import { Async, Nothing } from "../parts/async";
import { FigureCard, useWords } from "../plots/figure";
import { testInformation } from "../plots/information";
import { wright } from "../plots/wright";
import { fieldName } from "../results/words";
import { count, decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { Notes } from "./notes";
import type { ViewProps } from "./run-page";
import { Term, termHelp } from "./terms";
import type { Calibration, Item, Pair, RunView, ScoreTheta, Test } from "./types";

/** The test as a whole on the scale of ability. */
export default function TestView({ run }: ViewProps) {
  const t = useText();
  const read = useApi(`test ${run.id}`, () => calls.test(run.id));
  const items = useApi(`items ${run.id}`, () => calls.items(run.id));
  return (
    <Async of={read}>
      {({ test, pairs, calibration }) =>
        calibration.done ? (
          <Flex vertical gap={16}>
            <Model of={calibration} test={test} />
            <Wright of={test} />
            <Information of={test} />
            <Scores of={test.score_table} />
            <Pairs of={pairs} items={items.data?.items ?? []} run={run} />
          </Flex>
        ) : (
          <Flex vertical gap={16}>
            <Card>
              <Nothing>
                {t(
                  "Chưa có tham số câu hỏi nên chưa vẽ được bản đồ và hàm thông tin.",
                  "There are no item parameters, so no map and no information.",
                )}
              </Nothing>
            </Card>
            <Notes notes={calibration.notes} leftOut={calibration.left_out} />
          </Flex>
        )
      }
    </Async>
  );
}

function Model({ of, test }: { of: Calibration; test: Test }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number | null, digits = 2) => decimal(x, digits, language);
  const list: [ReactNode, string][] = [
    [t("Mô hình", "Model"), [of.model, of.polytomous].filter(Boolean).join(" + ").toUpperCase()],
    [t("Số câu", "Items"), count(of.items, language)],
    [<Term key="n" of="n" />, count(of.persons, language)],
    [<Term key="r" of="reliability" />, n(test.reliability)],
    [t("θ trung bình", "Mean of θ"), n(test.mean)],
    [t("Độ lệch của θ", "Deviation of θ"), n(test.sd)],
    ...(of.global
      ? ([
          ["RMSEA", n(of.global.rmsea, 3)],
          ["SRMSR", n(of.global.srmsr, 3)],
          ["CFI", n(of.global.cfi, 3)],
        ] as [string, string][])
      : []),
  ];
  return (
    <dl className="kt-stats">
      {list.map(([name, value], i) => (
        <div key={i}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Wright({ of }: { of: Test }) {
  const words = useWords();
  const { t } = words;
  const figure = useMemo(
    () =>
      wright(
        of.persons.map((b) => ({ theta: (b.from + b.to) / 2, n: b.count })),
        of.locations.map((l) => ({ item: fieldName(l.name), theta: l.difficulty })),
        words.t("Bản đồ Wright", "Wright map"),
        words,
      ),
    [of, words],
  );
  return (
    <FigureCard
      tall
      of={figure}
      help={t(
        "Trái: thí sinh theo năng lực. Phải: câu hỏi theo độ khó. Chỗ có thí sinh mà không có câu ngang tầm là chỗ đề đo kém.",
        "Left: candidates by ability. Right: items by difficulty. Where there are candidates but no items the test measures badly.",
      )}
    />
  );
}

function Information({ of }: { of: Test }) {
  const words = useWords();
  const { t } = words;
  const figure = useMemo(
    () =>
      testInformation(
        { x: of.theta, y: of.information },
        of.se,
        words.t("Hàm thông tin của bài thi", "Test information"),
        words,
      ),
    [of, words],
  );
  return (
    <FigureCard
      of={figure}
      help={t(
        "Thông tin càng cao, sai số chuẩn càng nhỏ: đề đo chính xác nhất ở đỉnh.",
        "The higher the information, the smaller the error: the test is most exact at the peak.",
      )}
    />
  );
}

function Scores({ of }: { of: ScoreTheta[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card title={t("Bảng quy đổi điểm thô sang năng lực", "From raw score to ability")}>
      <p className="kt-figure-help">{termHelp("theta")[language]}</p>
      <Table<ScoreTheta>
        size="small"
        className="kt-numbers kt-narrow"
        rowKey="score"
        dataSource={of}
        pagination={{ pageSize: 60, hideOnSinglePage: true }}
        scroll={{ y: 360 }}
        columns={[
          { title: t("Điểm thô", "Raw score"), dataIndex: "score", align: "right" },
          {
            title: <Term of="theta" />,
            align: "right",
            render: (_, s) => decimal(s.theta, 2, language),
          },
          {
            title: t("Sai số chuẩn", "Standard error"),
            align: "right",
            render: (_, s) => decimal(s.se, 2, language),
          },
        ]}
      />
    </Card>
  );
}

function Pairs({ of, items, run }: { of: Pair[]; items: Item[]; run: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  const item = (key: string) => {
    const name = items.find((x) => x.key === key)?.name ?? "";
    return <Link to={`/phan-tich/${run.id}/cau/${key}`}>{fieldName(name) || "…"}</Link>;
  };
  return (
    <Card title={t("Các cặp câu phụ thuộc nhau (Q3)", "Pairs that depend on each other (Q3)")}>
      <p className="kt-figure-help">
        {t(
          "Hai câu đi cùng nhau nhiều hơn năng lực giải thích được: thường do trùng ý hoặc câu này gợi câu kia.",
          "Two items that go together more than ability explains: the same idea, or one gives the other away.",
        )}
      </p>
      <Table<Pair>
        size="small"
        className="kt-numbers kt-narrow"
        rowKey={(p) => p.a + p.b}
        dataSource={of.filter((p) => p.flag)}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        locale={{ emptyText: t("Không có cặp nào.", "None.") }}
        columns={[
          { title: t("Câu", "Item"), render: (_, p) => item(p.a) },
          { title: t("Câu", "Item"), render: (_, p) => item(p.b) },
          { title: "Q3", align: "right", render: (_, p) => decimal(p.q3, 2, language) },
          {
            title: t("Trên trung bình", "Above mean"),
            align: "right",
            render: (_, p) => decimal(p.above, 2, language),
          },
        ]}
      />
    </Card>
  );
}
