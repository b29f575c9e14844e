import { Card } from "antd";
import { useMemo } from "react";

import { FigureCard, useWords } from "../plots/figure";
import { characteristic, type Observed } from "../plots/icc";
import { itemInformation } from "../plots/information";
import { traces } from "../plots/traces";
import { Options, optionName, Statements } from "./item-numbers";
import type { EmpiricalPoint, Item, ItemCurve } from "./types";
import { itemName } from "./words";

/** Options with their traces, the characteristic curve and the information of an item. */
export function ItemPlots({ item, theta }: { item: Item; theta: number[] }) {
  const { t } = useWords();
  const scores = item.kind !== "single";
  return (
    <>
      {item.options.length > 0 && (
        <>
          <Card
            title={
              scores
                ? t("Các mức điểm", "Scores")
                : t("Các phương án (đáp án và phương án nhiễu)", "Options (key and distractors)")
            }
          >
            <Options of={item.options} />
          </Card>
          <Traces item={item} />
        </>
      )}
      {item.statements.length > 0 && (
        <Card title={t("Từng ý", "Statements")}>
          <Statements of={item.statements} />
        </Card>
      )}
      {item.curve && <Curves item={item} curve={item.curve} theta={theta} />}
    </>
  );
}

function Traces({ item }: { item: Item }) {
  const words = useWords();
  const { t, language } = words;
  const figure = useMemo(
    () =>
      traces(
        item.options.map((o) => ({
          option: optionName(o, words.t),
          key: o.key,
          shares: o.trace,
        })),
        `${itemName(item.name, language)}: ${words.t("đường chọn phương án", "option traces")}`,
        words,
      ),
    [item, words, language],
  );
  return (
    <FigureCard
      of={figure}
      help={t(
        "Thí sinh chia năm nhóm theo tổng điểm. Đáp án (nét liền đậm) phải đi lên; phương án nhiễu phải đi xuống.",
        "Candidates in five groups by score. The key (thick line) should rise, distractors should fall.",
      )}
    />
  );
}

function Curves({ item, curve, theta }: { item: Item; curve: ItemCurve; theta: number[] }) {
  const words = useWords();
  const { t, language } = words;
  const name = itemName(item.name, language);
  const icc = useMemo(
    () =>
      characteristic(
        { x: theta, y: curve.expected.map((e) => e / item.max) },
        curve.empirical.flatMap((e) => observed(e, item.max)),
        `${name}: ${words.t("đường cong đặc trưng (ICC)", "characteristic curve (ICC)")}`,
        words,
      ),
    [curve, theta, item.max, name, words],
  );
  const information = useMemo(
    () =>
      itemInformation(
        { x: theta, y: curve.information },
        `${name}: ${words.t("hàm thông tin", "information")}`,
        words,
      ),
    [curve, theta, name, words],
  );
  return (
    <div className="kt-pair">
      <FigureCard
        of={icc}
        help={t(
          "Đường: mô hình dự đoán. Chấm: thí sinh thật. Chấm nằm ngoài đường quá khoảng tin cậy là câu không theo mô hình.",
          "Line: the model. Dots: candidates. A dot whose bar misses the line does not follow the model.",
        )}
      />
      <FigureCard
        of={information}
        help={t(
          "Đỉnh cho biết câu đo tốt nhất ở mức năng lực nào.",
          "The peak says where on the scale the item measures best.",
        )}
      />
    </div>
  );
}

/**
 * A group of persons as shares of the item's points. The server tells how many
 * standard errors it lies from the model, which gives the error and so the
 * interval of 95 %; a group that lies on the model exactly has none.
 */
export function observed(e: EmpiricalPoint, max: number): Observed[] {
  if (e.theta === null || e.observed === null) return [];
  const share = e.observed / max;
  const error = (e.observed - (e.expected ?? Number.NaN)) / (e.residual ?? Number.NaN) / max;
  const point = { theta: e.theta, n: e.n, share };
  if (!(error > 0)) return [{ ...point, low: null, high: null }];
  const half = 1.96 * error;
  return [{ ...point, low: Math.max(0, share - half), high: Math.min(1, share + half) }];
}
